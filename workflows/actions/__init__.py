"""Verbs: one function per thing that can be done. Each checks, changes and journals in the caller's transaction; none commits."""

from workflows.actions.assigning import claim_task, hand_over_task, release_task, take_over_task
from workflows.actions.auditors import replace_auditor
from workflows.actions.audits import draw_audit, freeze_audit, withdraw_audit
from workflows.actions.clock import move_clock
from workflows.actions.co_signatures import ask_co_signature, co_sign
from workflows.actions.diagrams import (
    Checked,
    check_diagram,
    check_draft,
    deploy_diagram,
    reinstate_diagram,
    retire_diagram,
)
from workflows.actions.documents import Printing, record_failure, to_print
from workflows.actions.evidence import add_evidence
from workflows.actions.extensions import ask_extension, decide_extension
from workflows.actions.messages import object_online, register_objection, reopen_case
from workflows.actions.moving import Candidate, ask_to_move, candidates, move_case, revert_move, waiting_moves
from workflows.actions.notices import record_notice
from workflows.actions.once import Done
from workflows.actions.orders import start_order
from workflows.actions.own_signatures import ask_to_sign, hand_in, refuse_to_sign
from workflows.actions.papers import issue_paper, void_paper
from workflows.actions.petitions import Registered, register_petition
from workflows.actions.plans import EmptyPlan, ListExists, Loaded, NotForPlans, Source, UnknownUnits, load_plan
from workflows.actions.remaking import ask_again
from workflows.actions.running import (
    cancel_case,
    chase,
    correct_fact,
    merge_case,
    reassign_units,
    resume_case,
    suspend_case,
)
from workflows.actions.taking_back import withdraw
from workflows.actions.tasks import complete_task
from workflows.actions.ticking import due_cases, pass_time
from workflows.actions.unit_deadlines import set_unit_deadline

__all__ = [
    "Candidate",
    "Checked",
    "Done",
    "EmptyPlan",
    "ListExists",
    "Loaded",
    "NotForPlans",
    "Printing",
    "Registered",
    "Source",
    "UnknownUnits",
    "add_evidence",
    "ask_again",
    "ask_co_signature",
    "ask_extension",
    "ask_to_move",
    "ask_to_sign",
    "cancel_case",
    "candidates",
    "chase",
    "check_diagram",
    "check_draft",
    "claim_task",
    "co_sign",
    "complete_task",
    "correct_fact",
    "decide_extension",
    "deploy_diagram",
    "draw_audit",
    "due_cases",
    "freeze_audit",
    "hand_in",
    "hand_over_task",
    "issue_paper",
    "load_plan",
    "merge_case",
    "move_case",
    "move_clock",
    "object_online",
    "pass_time",
    "reassign_units",
    "record_failure",
    "record_notice",
    "refuse_to_sign",
    "register_objection",
    "register_petition",
    "reinstate_diagram",
    "release_task",
    "reopen_case",
    "replace_auditor",
    "resume_case",
    "retire_diagram",
    "revert_move",
    "set_unit_deadline",
    "start_order",
    "suspend_case",
    "take_over_task",
    "to_print",
    "void_paper",
    "waiting_moves",
    "withdraw",
    "withdraw_audit",
]
