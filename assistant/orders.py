"""Orders to a language model that stand in a document. They are taken out of the evidence before a model reads it or is checked with it.

A document has no business with who reads it by machine; a policy text that speaks of instructions to people is left alone.
"""

import re

from ingest import fold, sentences

ORDERS = re.compile(
    r"\b(?:negeer|vergeet|omzeil|overschrijf|ignore|disregard|forget|override)\b.{0,50}"
    r"\b(?:instructies?|opdracht(?:en)?|regels|aanwijzingen|prompts?|instructions?|rules|previous|above|bovenstaande|voorgaande)\b"
    r"|\b(?:systeemprompt|system ?prompt|systeembericht|system message|jailbreak|prompt injection)\b"
    r"|\b(?:je|jij|u) (?:bent|handelt|doet) (?:vanaf )?nu\b|\byou are now\b|\bfrom now on\b.{0,20}\byou\b"
    r"|\b(?:beste|hallo|let op|attentie|aan de|aan elk|aan elke|voor de|voor het|dear|attention|note to)[ ,:]{1,3}"
    r"(?:ai|ai-assistent|assistent|chatbot|taalmodel(?:len)?|llm|language model|ai model|assistant)\b"
    r"|\bals (?:ai|ai-assistent|taalmodel|chatbot|assistent) (?:moet|dien|mag|zult|zal|ben)\b|\bas an ai\b"
    r"|\b(?:nieuwe|geheime|verborgen|new|secret|hidden) (?:instructies?|opdracht|instructions?)\b ?[:.]"
    r"|\b(?:zeg|schrijf|antwoord|vermeld|herhaal|meld|vertel|say|write|reply|respond|answer|tell|print|output)\b.{0,60}"
    r"\b(?:in (?:je|uw|elk|ieder|your|every) (?:antwoord|answer|reply|response)|de gebruiker|the user|als antwoord|letterlijk)\b"
    r"|\b(?:antwoord|reageer|respond|reply|answer) (?:alleen|uitsluitend|altijd|only|always|with only)\b"
    r"|\b(?:begin|eindig|start|end|sluit) (?:je|uw|elk|ieder|your|every|the) (?:antwoord|answer|reply|response)\b"
    r"|^\W*(?:system|assistant|systeem|assistent|ai) ?: |<\|?(?:im_start|im_end|system|assistant|endoftext)|\[/?inst\]"
)


def is_order(sentence: str) -> bool:
    """Whether a sentence tells a machine what to do or to say."""
    return bool(ORDERS.search(fold(sentence)))


def ordered(text: str) -> frozenset[str]:
    """The sentences of a text that are orders, and each one right behind an order, which says what was ordered."""
    found = sentences(text)
    return frozenset(s for before, s in zip(["", *found], found, strict=False) if is_order(s) or is_order(before))


def without_orders(text: str, raw: str = "") -> str:
    """The lines of a text, one sentence each, without orders; `raw` is what the lines were taken from, when not all of it is there."""
    dropped = ordered(text) | ordered(raw)
    return "\n".join(line for line in text.split("\n") if line not in dropped)
