"""The ways out that the settings name; a channel without a setting is not there."""

from __future__ import annotations

from collections.abc import Mapping

from services.chassis.settings import Settings
from services.contracts.vocabulary import MessageChannel
from services.notify.use_cases.carrier import Carrier
from services.notify.use_cases.carry_by_http import sms_carrier, wecom_carrier
from services.notify.use_cases.carry_by_smtp import SmtpCarrier


def carriers_of(settings: Settings) -> Mapping[MessageChannel, Carrier]:
    """By channel; `in_app` needs none."""
    made: dict[MessageChannel, Carrier] = {}
    if settings.smtp_uri is not None:
        made[MessageChannel.EMAIL] = SmtpCarrier(settings.smtp_uri)
    if settings.sms_uri is not None:
        made[MessageChannel.SMS] = sms_carrier(settings.sms_uri, settings.sms_body)
    if settings.wecom_uri is not None:
        made[MessageChannel.WECOM] = wecom_carrier(settings.wecom_uri)
    return made
