"""Notify's entrypoints: each translates, nothing more."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from typing import Any

from services.chassis.access import roles
from services.chassis.boxes import BoxOpener, read_opener
from services.chassis.service import HubService, api, every, handles
from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.chassis.web.outbound.addresses import Reach
from services.chassis.web.outbound.post import Outbound
from services.contracts.envelope import Envelope
from services.contracts.events.intake import ContactGiven
from services.contracts.events.matter import MatterFact
from services.contracts.events.routing import MatterWalled
from services.contracts.fact import Fact
from services.contracts.vocabulary import MessageChannel, Role
from services.county.county import County
from services.notify import store
from services.notify.domain.book import Book
from services.notify.domain.wording import Wording
from services.notify.forms import messages as message_forms
from services.notify.forms import subscriptions as forms
from services.notify.use_cases import (
    deliver_trim,
    message_desk,
    message_send,
    notice_forget,
    notice_sweep,
    notice_take_in,
    subscription_health,
    subscription_keep,
    subscription_read,
    subscription_replay,
    walled,
)
from services.notify.use_cases.carrier import Carrier
from services.notify.use_cases.carriers import carriers_of
from services.notify.use_cases.deliver_note import TOLD, note_deliveries
from services.notify.use_cases.deliver_round import Couriers
from services.notify.use_cases.subscription_register import Register

READERS = roles(*(role for role in Role if role is not Role.DISCIPLINE))
DECIDERS = roles(Role.OPERATOR, Role.DISPATCHER, Role.SUPERVISOR)
MESSAGES = "/api/notify/messages"
SUBSCRIBERS = roles(Role.OPERATOR, Role.HANDLER)
SUBSCRIPTIONS = "/api/notify/subscriptions"
SUBSCRIPTION = f"{SUBSCRIPTIONS}/<id>"


def handles_each(facts: tuple[type[Fact], ...]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let one method apply many facts."""

    def declare(fn: Callable[..., Any]) -> Callable[..., Any]:
        for fact in facts:
            handles(fact)(fn)
        return fn

    return declare


class NotifyService(HubService):
    """Notices to people, facts to departments' systems."""

    name = "notify"
    collections = store.COLLECTIONS
    needs = ("CONTACT_KEYS",)
    county: County
    contacts: BoxOpener
    book: Book
    wording: Wording
    carriers: Mapping[MessageChannel, Carrier]
    process: str
    register: Register
    reach: Reach
    outbound: Outbound
    couriers: Couriers

    def on_start(self) -> None:
        """Lay out the templates, read the key of contacts, learn who subscribes and where deliveries may go."""
        settings = self.settings
        self.process = f"{socket.gethostname()}:{os.getpid()}"
        self.contacts, self.carriers = read_opener(settings.contact_keys or "", "CONTACT_KEYS"), carriers_of(settings)
        self.on_county()
        if not self.book.reaches_citizens:
            self.log.warning("citizens get no notices: neither SMS_URI nor SMTP_URI is set")
        message_send.recover(self)
        self.reach = Reach(settings.subscriber_networks, settings.subscriber_loopback, settings.subscriber_plain)
        self.outbound, self.register = Outbound(self.reach), Register(self.store)
        self.register.refresh()
        self.couriers = Couriers(self)
        subscription_health.begin(self)

    def on_county(self) -> None:
        """Lay out the county's templates and names."""
        self.book, self.wording = Book(self.county, frozenset(self.carriers)), Wording(self.county)

    def is_behind_wall(self, number: str) -> bool:
        """A matter that was recognised as an accusation: its number lies here blinded."""
        return self.store.get(store.WALLED, walled.id_of(self, number)) is not None

    def on_clock(self, now: str) -> None:
        """Make messages of all that the virtual clock has made due; they are sent in real time."""
        notice_sweep.sweep(self, now, leapt=True)

    def next_due(self) -> str | None:
        """When next something leaves the hub: a digest is full, or quiet hours are over for somebody."""
        return notice_sweep.next_due(self)

    @every(0.2, alone=True)
    def make_messages(self) -> None:
        """Make messages of what has become due."""
        notice_sweep.sweep(self, self.clock.now())

    @every(0.2, alone=True)
    def send_sms(self) -> None:
        """Send by the SMS gateway."""
        message_send.send_round(self, MessageChannel.SMS)

    @every(0.2, alone=True)
    def send_email(self) -> None:
        """Send by the mail server."""
        message_send.send_round(self, MessageChannel.EMAIL)

    @every(0.2, alone=True)
    def send_wecom(self) -> None:
        """Send by the WeCom robot."""
        message_send.send_round(self, MessageChannel.WECOM)

    @api("GET", MESSAGES, query=message_forms.MessagesQuery, gives=message_forms.MessagesForm, may=READERS)
    def list_messages(self, call: Call) -> dict[str, Any]:
        """List messages, newest first; the reader's own where nothing is asked for."""
        return message_desk.list_messages(self, call)

    @api("POST", f"{MESSAGES}/<id>/read", gives=message_forms.MessageForm, may=READERS)
    def read_message(self, call: Call) -> Answer:
        """Mark a message as read."""
        return call.run(message_desk.read)

    @api("POST", f"{MESSAGES}/<id>/replay", gives=message_forms.MessageForm, may=DECIDERS)
    def replay_message(self, call: Call) -> Answer:
        """Send a failed or uncertain message again, under the same id."""
        return call.run(message_desk.replay)

    @api("POST", f"{MESSAGES}/<id>/acceptance", gives=message_forms.MessageForm, may=DECIDERS)
    def accept_message(self, call: Call) -> Answer:
        """Take an uncertain message as sent."""
        return call.run(message_desk.accept)

    @api("GET", "/api/notify/templates", gives=message_forms.TemplatesForm, may=READERS)
    def list_templates(self, call: Call) -> dict[str, Any]:
        """List the county's templates."""
        del call
        return {"templates": self.book.listed()}

    @every(0.25, alone=True)
    def send_deliveries(self) -> None:
        """Send couriers out to departments' systems."""
        self.couriers.round()

    @every(1.0)
    def learn_subscriptions(self) -> None:
        """What other processes have changed."""
        self.register.refresh()

    @every(15.0)
    def count_subscriptions(self) -> None:
        """Tell monitoring how department systems are doing, and what waits for a person."""
        subscription_health.count(self)

    @every(60.0, alone=True)
    def trim_deliveries(self) -> None:
        """Clear away what is over."""
        deliver_trim.trim(self)

    @api(
        "POST",
        SUBSCRIPTIONS,
        takes=forms.SubscriptionForm,
        gives=forms.SubscriptionView,
        may=SUBSCRIBERS,
        status=201,
    )
    def subscribe(self, call: Call) -> Answer:
        """Subscribe a department's system to facts of its own matters."""
        return call.run(subscription_keep.subscribe)

    @api("GET", SUBSCRIPTIONS, query=forms.SubscriptionsQuery, gives=forms.SubscriptionsView, may=SUBSCRIBERS)
    def list_subscriptions(self, call: Call) -> Answer:
        """List subscriptions."""
        return subscription_read.list_subscriptions(self, call)

    @api("GET", SUBSCRIPTION, gives=forms.SubscriptionView, may=SUBSCRIBERS)
    def show_subscription(self, call: Call) -> Answer:
        """Show one subscription."""
        return subscription_read.show_subscription(self, call)

    @api("DELETE", SUBSCRIPTION, gives=forms.RemovedView, may=SUBSCRIBERS)
    def unsubscribe(self, call: Call) -> Answer:
        """Take a subscription away, with all that is kept for it."""
        return call.run(subscription_keep.unsubscribe)

    @api("POST", f"{SUBSCRIPTION}/secret", gives=forms.SubscriptionView, may=SUBSCRIBERS)
    def renew_secret(self, call: Call) -> Answer:
        """Draw another secret; the former one signs beside it for a day."""
        return call.run(subscription_keep.renew_secret)

    @api(
        "GET",
        f"{SUBSCRIPTION}/deliveries",
        query=forms.DeliveriesQuery,
        gives=forms.DeliveriesView,
        may=SUBSCRIBERS,
    )
    def list_deliveries(self, call: Call) -> Answer:
        """List what was sent, waits or is parked."""
        return subscription_read.list_deliveries(self, call)

    @api("GET", f"{SUBSCRIPTION}/deliveries/<delivery>", gives=forms.DeliveryView, may=SUBSCRIBERS)
    def show_delivery(self, call: Call) -> Answer:
        """Show one delivery with its event."""
        return subscription_read.show_delivery(self, call)

    @api("POST", f"{SUBSCRIPTION}/replay", takes=forms.ReplayForm, gives=forms.ReplayedView, may=SUBSCRIBERS)
    def replay(self, call: Call) -> Answer:
        """Send again: one delivery, all since an instant, or all that are parked; a stopped subscription goes on."""
        return subscription_replay.replay(self, call)

    @handles(MatterWalled)
    def wall_off(self, work: Work, fact: MatterWalled, envelope: Envelope) -> None:
        """A matter turned out to be an accusation."""
        del envelope
        walled.wall_off(work, self, fact.number)
        notice_forget.forget_notices(work, fact.number)

    @handles(ContactGiven)
    def take_contact(self, work: Work, fact: ContactGiven, envelope: Envelope) -> None:
        """How citizens are reached, or that they want no notices."""
        notice_take_in.take_contact(work, self, fact, envelope)

    @handles_each(TOLD)
    def take_in(self, work: Work, fact: MatterFact, envelope: Envelope) -> None:
        """Any other fact of a matter: what people are told of it, and what departments' systems hear."""
        notice_take_in.take_in(work, self, fact, envelope)
        note_deliveries(work, self, fact, envelope)
