"""What depends on the host of a site: who redirects, who sends headers, and what pages may load."""

from urllib.parse import urlsplit

from site_builder.config import Config

#: Hosts that answer with 301, and send headers, as the files say that are written for them.
CONFIGURED = frozenset({"netlify", "cloudflare", "vercel", "azure", "nginx", "caddy", "apache"})


def base_path(config: Config) -> str:
    """Return the path under which the site stands; begins and ends with ``/``."""
    return urlsplit(config.base_url).path or "/"


def policy_of(config: Config) -> str:
    """Return what pages may load (CSP 3): their own files, pictures from anywhere, and what [theme] has.

    Which hosts the pictures of texts come from changes with every text.
    """
    styles = _origins(config.theme.stylesheets)
    scripts = _origins(config.theme.scripts)
    elsewhere = " ".join(dict.fromkeys((*styles, *scripts)))
    more = f" {elsewhere}" if elsewhere else ""
    wasm = " 'wasm-unsafe-eval'" if config.full_text_search else ""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self'{wasm}{''.join(f' {origin}' for origin in scripts)}",
            f"style-src 'self'{''.join(f' {origin}' for origin in styles)}",
            f"font-src 'self'{more}",
            f"connect-src 'self'{more}",
            "img-src 'self' data: https:",
            "media-src 'self' https:",
            "form-action 'self'",
            "base-uri 'self'",
        )
    )


def _origins(addresses: tuple[str, ...]) -> tuple[str, ...]:
    parts = [urlsplit(address) for address in addresses]
    return tuple(dict.fromkeys(f"{part.scheme}://{part.netloc}" for part in parts if part.netloc))


def policy_in_pages(config: Config) -> str:
    """Return the policy for hosts that send no headers, and for a site whose editor needs a weaker one."""
    is_needed = config.host in {"github-pages", "s3"} or (config.host in CONFIGURED and config.admin)
    return policy_of(config) if is_needed else ""
