"""Records: the mapped classes are the domain model, and only this package says what is stored and how."""

from workflows.records.audit_draws import AuditAssignment, AuditDraw, AuditPoolEntry
from workflows.records.base import Base, Instant
from workflows.records.calendar_days import CalendarDay, CalendarYear
from workflows.records.case_bundles import CaseBundle
from workflows.records.cases import Case
from workflows.records.comments import Comment, CommentMention, CommentWithdrawal
from workflows.records.database import make_engine, reading, session_factory, snapshot, without_waiting
from workflows.records.deadlines import DeadlineMark, ProblemDeadline
from workflows.records.diagram_changes import CaseMove, DiagramRetirement
from workflows.records.diagrams import Diagram, DiagramForm
from workflows.records.documents import Document, DocumentSerial, next_serial
from workflows.records.escalation_steps import EscalationStep
from workflows.records.evidence import Evidence
from workflows.records.evidence_store import CutOff, EvidenceStore, LocalEvidenceStore, Stored
from workflows.records.extensions import Extension
from workflows.records.form_drafts import FormDraft
from workflows.records.hooks import Hook, HookDelivery, HookRecipient
from workflows.records.journal_entries import JournalEntry, JournalHead
from workflows.records.mails import Mail
from workflows.records.matters import Finding, Matter, ProgressReport, SeriousMatter
from workflows.records.measures import Measure
from workflows.records.messages import Message, MessageChoice, MessageHabit, Occurrence
from workflows.records.people import Membership, PastPassword, Person
from workflows.records.personal_tokens import PersonalToken
from workflows.records.photo_pairs import PhotoPair
from workflows.records.plan_reviews import PlanDecision, PlanLock, PlanPortion, PlanReview
from workflows.records.plan_versions import PlanVersion
from workflows.records.print_batches import PrintBatch, PrintItem
from workflows.records.problem_lists import ProblemList
from workflows.records.problems import Problem, ProblemNumber, ProblemUnit
from workflows.records.public_notices import NoticeElsewhere, Objection, PublicNotice
from workflows.records.saved_filters import SavedFilter
from workflows.records.search import SearchEntry
from workflows.records.second_factors import RecoveryCode, SecondFactor
from workflows.records.settings import Heartbeat, Setting
from workflows.records.sign_offs import CoSignature, SignOff, Withdrawal
from workflows.records.signatures import DocumentSignature, SigningKey
from workflows.records.substitutions import Substitution
from workflows.records.tasks import Submission, Task
from workflows.records.text_limits import TextTooLong, TextUnstorable
from workflows.records.units import Unit
from workflows.records.uploads import Upload
from workflows.records.web_sessions import SignInAttempt, WebSession

__all__ = [
    "AuditAssignment",
    "AuditDraw",
    "AuditPoolEntry",
    "Base",
    "CalendarDay",
    "CalendarYear",
    "Case",
    "CaseBundle",
    "CaseMove",
    "CoSignature",
    "Comment",
    "CommentMention",
    "CommentWithdrawal",
    "CutOff",
    "DeadlineMark",
    "Diagram",
    "DiagramForm",
    "DiagramRetirement",
    "Document",
    "DocumentSerial",
    "DocumentSignature",
    "EscalationStep",
    "Evidence",
    "EvidenceStore",
    "Extension",
    "Finding",
    "FormDraft",
    "Heartbeat",
    "Hook",
    "HookDelivery",
    "HookRecipient",
    "Instant",
    "JournalEntry",
    "JournalHead",
    "LocalEvidenceStore",
    "Mail",
    "Matter",
    "Measure",
    "Membership",
    "Message",
    "MessageChoice",
    "MessageHabit",
    "NoticeElsewhere",
    "Objection",
    "Occurrence",
    "PastPassword",
    "Person",
    "PersonalToken",
    "PhotoPair",
    "PlanDecision",
    "PlanLock",
    "PlanPortion",
    "PlanReview",
    "PlanVersion",
    "PrintBatch",
    "PrintItem",
    "Problem",
    "ProblemDeadline",
    "ProblemList",
    "ProblemNumber",
    "ProblemUnit",
    "ProgressReport",
    "PublicNotice",
    "RecoveryCode",
    "SavedFilter",
    "SearchEntry",
    "SecondFactor",
    "SeriousMatter",
    "Setting",
    "SignInAttempt",
    "SignOff",
    "SigningKey",
    "Stored",
    "Submission",
    "Substitution",
    "Task",
    "TextTooLong",
    "TextUnstorable",
    "Unit",
    "Upload",
    "WebSession",
    "Withdrawal",
    "make_engine",
    "next_serial",
    "reading",
    "session_factory",
    "snapshot",
    "without_waiting",
]
