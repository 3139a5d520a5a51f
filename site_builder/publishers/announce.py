"""A mail with what is new, sent through the mail server of the user."""

import smtplib
import ssl
from email.message import EmailMessage

from site_builder.publish_settings import AnnounceSettings
from site_builder.publishers.target import TargetFailed

_SECONDS = 30


def announce(settings: AnnounceSettings, password: str, subject: str, html: str, text: str) -> None:
    """Send a digest to everybody in ``to``, each as a mail of their own; raise :class:`TargetFailed`."""
    try:
        with _server(settings) as server:
            if settings.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if settings.user:
                server.login(settings.user, password)
            for receiver in settings.to:
                message = EmailMessage()
                message["Subject"] = subject
                message["From"] = settings.sender
                message["To"] = receiver
                message.set_content(text)
                message.add_alternative(html, subtype="html")
                server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise TargetFailed(
            f"the mail server {settings.server} did not send the digest: {error}; the site is published, and "
            "--report writes the digest into a folder"
        ) from error


def _server(settings: AnnounceSettings) -> smtplib.SMTP:
    if settings.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(settings.server, settings.port, timeout=_SECONDS, context=context)
    return smtplib.SMTP(settings.server, settings.port, timeout=_SECONDS)
