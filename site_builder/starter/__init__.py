"""What ``site-builder init`` writes: settings, examples, and files for editors and workflows."""
