"""The providers of language models: how LangChain calls them, where they run, and which package they need. Data; makes no model."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from assistant.errors import ModelSettingError

Place = Literal["machine", "network", "eu", "outside", "unknown"]
PLACES: Mapping[str, Place] = {
    "computer": "machine", "netwerk": "network", "eu": "eu", "buiten-eu": "outside", "onbekend": "unknown",
}  # fmt: skip
"""What REISGENOOT_MODEL_PLACE may be, and what that is here."""

OUTSIDE = ("api.openai.com", "api.anthropic.com", "generativelanguage.googleapis.com", "ollama.com")
INSIDE_EU = ("api.mistral.ai", "eu.api.openai.com")
OWN_NAMES = (".local", ".internal", ".lan", ".home.arpa")


@dataclass(frozen=True)
class Provider:
    """One provider. `langchain` is its name there, `extra` ours in pyproject.toml, `url` the address when the settings give none.

    `key_variable` is the environment variable that its package reads by itself; empty when it works without a key. `temperature` is
    False where newer models refuse to be given one.
    """

    langchain: str
    extra: str
    url: str = ""
    key_variable: str = ""
    temperature: bool = True


PROVIDERS: Mapping[str, Provider] = {
    "ollama": Provider("ollama", "ollama", "http://127.0.0.1:11434"),
    "openai": Provider("openai", "openai", "https://api.openai.com/v1", "OPENAI_API_KEY", temperature=False),
    "mistral": Provider("mistralai", "mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
    "anthropic": Provider("anthropic", "anthropic", "https://api.anthropic.com", "ANTHROPIC_API_KEY", temperature=False),
    "azure": Provider("azure_openai", "openai", "", "AZURE_OPENAI_API_KEY", temperature=False),
    "google": Provider("google_genai", "google", "", "GOOGLE_API_KEY"),
}
ALIASES = {p.langchain: name for name, p in PROVIDERS.items()}


def split_name(name: str) -> tuple[str, str]:
    """`ollama:gemma3:4b` as provider and model. Raises ModelSettingError with the providers that are known."""
    provider, _, model = name.partition(":")
    provider = ALIASES.get(provider, provider)
    if provider not in PROVIDERS or not model:
        raise ModelSettingError(
            f"Taalmodel {name!r} is niet in te stellen: schrijf aanbieder:naam, zoals ollama:gemma3. "
            f"Aanbieders: {', '.join(PROVIDERS)}; openai met een adres is elke dienst die OpenAI’s taal spreekt."
        )
    return provider, model


def place_of(name: str, url: str = "", told: str = "") -> Place:
    """Where the model runs: as the settings tell, or else by its address. Raises ModelSettingError when what they tell is no place."""
    if told:
        if told not in PLACES:
            raise ModelSettingError(f"REISGENOOT_MODEL_PLACE={told!r} is geen plaats; kies uit: {', '.join(PLACES)}.")
        return PLACES[told]
    provider, model = split_name(name)
    if provider == "ollama" and model.endswith(("-cloud", ":cloud")):
        return "unknown"  # a local Ollama hands these on to somebody else's machines
    if provider == "google":
        return "outside"
    return _place_of_host(_host(url or PROVIDERS[provider].url))


def _host(url: str) -> str:
    """The host of an address. Raises ModelSettingError when it is no web address."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if url and (not host or parts.scheme not in ("http", "https")):
        raise ModelSettingError("REISGENOOT_MODEL_URL is geen webadres; schrijf het met http:// of https:// ervoor.")
    return host


def shown_address(name: str, url: str = "") -> str:
    """Where the model is reached, without the name and the password that an address may hold; nothing when only its package knows."""
    whole = url or PROVIDERS[split_name(name)[0]].url
    _host(whole)
    parts = urlsplit(whole)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _place_of_host(host: str) -> Place:
    if host == "localhost" or host.endswith(".localhost"):
        return "machine"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        if host and ("." not in host or host.endswith(OWN_NAMES)):
            return "network"
        return "eu" if host in INSIDE_EU else "outside" if host in OUTSIDE else "unknown"
    return "machine" if address.is_loopback else "network" if address.is_private else "unknown"
