"""Forms as data: a JSON Schema with Chinese labels is a page, a check and the facts a decision gives the diagram.

A city changes what it asks for by deploying another schema beside its diagram, never by editing a template. Nothing
here knows a web framework, a database or the clock.
"""

from workflows.forms.definition import load_form
from workflows.forms.difference import form_difference
from workflows.forms.errors import FormFinding, FormRefused
from workflows.forms.fields import Condition, Field, Option
from workflows.forms.form import Form, Values

__all__ = [
    "Condition",
    "Field",
    "Form",
    "FormFinding",
    "FormRefused",
    "Option",
    "Values",
    "form_difference",
    "load_form",
]
