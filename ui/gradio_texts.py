"""What gradio and plotly put on the page in English, and what stands there instead. Plain constants."""

LABELS = {
    "number input for ": "Getal bij: ",
    "range slider for ": "Schuif bij: ",
    "Reset to default value": "Zet terug op de beginwaarde",
    "Click to upload or drop files": "Kies een bestand of sleep het hierheen",
    "File upload": "Bestand kiezen",
    "Remove this file": "Haal dit bestand weg",
    "common.upload": "Kies meer bestanden",
    "Zoom in": "Kaart: inzoomen",
    "Zoom out": "Kaart: uitzoomen",
    "Pan": "Kaart: verschuiven",
    "Reset axes": "Kaart: heel Nederland tonen",
}
"""By the whole label; one that ends with a space is followed by the name of the field."""
SENDING = "Bestand wordt verstuurd …"
SCRIPT = {"labels": LABELS, "sending": SENDING}
"""What assets/nederlands.js needs."""
