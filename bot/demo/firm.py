"""The firm of the local workspace: its people, its channels, and a believable week behind it.

The week is lived, not painted: the real desk and the real outbox go through it on a clock of their own, so that
every card, prompt and answer stands where it would.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.app import Bot
from bot.demo.people import Member
from bot.demo.workspace import Workspace
from bot.desk import Desk, actions, changes, contact, report, review_writing, seeing, weekly
from bot.desk.actions import NewAction
from bot.desk.changes import Change
from bot.desk.clients import NewClient
from bot.desk.proving import Told
from bot.desk.report import Report
from bot.domain.corrective import Phase
from bot.domain.incident import Incident
from bot.domain.permissions import Actor
from bot.domain.review import Writing
from bot.domain.views import Declared
from bot.domain.words import Address, Awareness, Channel, Mood, Responsibility, Severity, Status, Wish

ANA, LUIS, CARMEN, IVAN = "U0DEMO0ANA", "U0DEMOLUIS", "U0DEMOCARM", "U0DEMOIVAN"
GENERAL, INCIDENTS, DIGEST, SHARED = "C0DEMOGEN0", "C0DEMOINC0", "C0DEMORES0", "C0DEMOACME"
ZONE = "Europe/Madrid"


class FirmClock:
    """A clock that can be set: the past while the firm is made, then the workspace's own."""

    def __init__(self, source: Callable[[], datetime]) -> None:
        self.source = source

    def __call__(self) -> datetime:
        return self.source()

    def stand_at(self, moment: datetime) -> None:
        self.source = lambda: moment


def people(workspace: Workspace) -> None:
    """Who works there, and where they talk."""
    for member in (
        Member(ANA, "ana", "Ana Torres", "Responsable de cuentas", "ana@norte.example"),
        Member(LUIS, "luis", "Luis Marín", "Coordinador", "luis@norte.example"),
        Member(CARMEN, "carmen", "Carmen Vidal", "Directora", "carmen@norte.example", is_admin=True),
        Member(IVAN, "ivan", "Iván Soler", "Colaborador externo", is_restricted=True),
    ):
        workspace.add_member(member)
    team = (ANA, LUIS, CARMEN)
    workspace.add_channel("general", (*team, IVAN), channel_id=GENERAL, topic="Lo de todos")
    workspace.add_channel(
        "incidentes", team, channel_id=INCIDENTS, topic="Una tarjeta por incidente; su historia, en el hilo"
    )
    workspace.add_channel("resumen-semanal", team, channel_id=DIGEST, topic="Cómo ha ido la semana")
    workspace.add_channel(
        "con-panaderias-luna",
        (ANA, LUIS),
        channel_id=SHARED,
        topic="Compartido con el cliente Panaderías Luna",
        is_ext_shared=True,
    )


def chatter(workspace: Workspace, now: datetime) -> None:
    """A few words of every day, so that the place looks lived in."""
    general = workspace.channels[GENERAL]
    morning = now - timedelta(minutes=50)
    workspace.post(general, LUIS, "Buenos días. Hoy viene el técnico del aire a las 12.", at=morning)
    workspace.post(
        general,
        ANA,
        "Me dicen de Transportes Ebro que desde las 9 no pueden imprimir albaranes. Lo estoy mirando.",
        at=morning + timedelta(minutes=20),
    )
    workspace.post(
        general, CARMEN, "Gracias, Ana. Si hace falta, cuéntalo con `/incidente`.", at=morning + timedelta(minutes=22)
    )


def a_week(bot: Bot, clock: FirmClock, team_id: str, now: datetime) -> None:
    """Three clients and a week of history, lived through the desk."""
    ana, luis, carmen = (Actor(team_id, user, is_admin=user == CARMEN) for user in (ANA, LUIS, CARMEN))
    week = _Week(bot, clock, now.astimezone(bot.desk.policy.zone).date(), ana, luis, carmen)
    _bread(week)
    _labels(week)
    _cover(week)
    week.at(1, 10)
    clock.stand_at(now)


@dataclass(frozen=True)
class _Week:
    """The days before ``today``, and who lives them."""

    bot: Bot
    clock: FirmClock
    today: date
    ana: Actor
    luis: Actor
    carmen: Actor

    @property
    def desk(self) -> Desk:
        return self.bot.desk

    def at(self, days_ago: int, hour: int, minute: int = 0) -> None:
        """An hour some working days ago is from now on the hour of the story."""
        day, left = self.today, days_ago
        while left:
            day -= timedelta(days=1)
            left -= day.weekday() < 5
        moment = datetime.combine(day, time(hour, minute), self.desk.policy.zone).astimezone(UTC)
        while (digest := weekly.next_due(self.desk)) and digest <= moment:
            self.clock.stand_at(digest)  # on its Monday, not when the story goes on
            self.bot.work()
        self.clock.stand_at(moment)
        self.bot.work()

    def told(self, who: Actor, done: Declared, channel: Channel, said: str, heard: str, mood: Mood) -> None:
        pending = next(notice for notice in done.notices if notice.is_pending())
        proof = Told(channel, _contact_of(done), self.clock(), said, heard, mood)
        contact.prove(self.desk, who, pending.id, proof)
        self.bot.work()


def _bread(week: _Week) -> None:
    """Something small that is ours: told, solved, prevented, closed."""
    week.at(5, 9, 30)
    luna = _declared(
        report.declare(
            week.desk,
            week.ana,
            Report(
                text="En dos tiendas el pedido de las 6 llegó sin integrales",
                severity=Severity.MINOR,
                status=Status.UNRESOLVED,
                new_client=NewClient(
                    "Panaderías Luna", "Marta Ruiz", "+34910000101", "marta@luna.example", Wish.EVERYTHING, Address.TU
                ),
                responsibility=Responsibility.OURS,
                measures="Salen en una furgoneta aparte",
                owner=ANA,
            ),
            "demo-1",
        )
    )
    week.at(5, 10, 5)
    week.told(
        week.ana,
        luna,
        Channel.EMAIL,
        "Que faltaron los integrales en dos tiendas y que salen ya en otra furgoneta.",
        "Que gracias por avisar antes de que abrieran.",
        Mood.CALM,
    )
    week.at(5, 12)
    solved = _resolve(week.bot, week.ana, luna, "Entregados a las 11:30. Se revisa la hoja de carga.")
    week.at(5, 12, 15)
    week.told(
        week.ana, solved, Channel.EMAIL, "Que llegaron a las 11:30 y que revisamos la hoja de carga.", "", Mood.CALM
    )
    week.at(5, 12, 20)
    prevention = NewAction(
        Phase.PREVENTION,
        "Contar las cajas de cada tienda con la hoja de carga antes de que salga la furgoneta",
        "Dos semanas seguidas sin que falte nada en ningún pedido",
        ANA,
        week.today + timedelta(days=14 - week.today.weekday()),
    )
    actions.make(week.desk, week.ana, str(luna.incident.id), prevention)
    week.at(5, 12, 25)
    changes.close(week.desk, week.ana, luna.incident.id)


def _labels(week: _Week) -> None:
    """An importante of somebody else's making: called, solved, written, reviewed, closed."""
    week.at(3, 11, 10)
    ebro = _declared(
        report.declare(
            week.desk,
            week.luis,
            Report(
                text="Transportes Ebro no puede imprimir etiquetas en ninguno de los tres almacenes",
                severity=Severity.MAJOR,
                status=Status.UNRESOLVED,
                new_client=NewClient(
                    "Transportes Ebro",
                    "Julián Peña",
                    "+34910000202",
                    "julian@ebro.example",
                    Wish.STANDARD,
                    Address.USTED,
                ),
                responsibility=Responsibility.THIRD_PARTY,
                awareness=Awareness.TOLD_US,
                measures="El proveedor de impresoras está reiniciando el servidor",
                owner=LUIS,
            ),
            "demo-2",
        )
    )
    week.at(3, 11, 20)
    week.told(
        week.luis,
        ebro,
        Channel.PHONE,
        "Que estamos en ello con el proveedor y que le llamo antes de la una.",
        "Que tienen cuatro camiones parados y que no puede volver a pasar en campaña.",
        Mood.UPSET,
    )
    week.at(3, 12, 35)
    solved = _resolve(week.bot, week.luis, ebro, "Servidor reiniciado y cola vaciada; imprime desde las 12:30.")
    week.at(3, 12, 50)
    week.told(week.luis, solved, Channel.EMAIL, "Que imprime desde las 12:30 y qué se ha hecho.", "", Mood.CALM)
    week.at(3, 13)
    _review(week.desk, week.luis, week.carmen, solved.incident)
    week.at(3, 16, 10)
    changes.close(week.desk, week.luis, solved.incident.id)


def _cover(week: _Week) -> None:
    """Something small and solved, in that day's report."""
    week.at(2, 12, 40)
    arce = _declared(
        report.declare(
            week.desk,
            week.carmen,
            Report(
                text="El informe mensual salió con el logotipo antiguo en la portada",
                severity=Severity.MINOR,
                status=Status.RESOLVED,
                new_client=NewClient(
                    "Clínica Arce",
                    "Dra. Pilar Sanz",
                    "+34910000303",
                    "pilar@arce.example",
                    Wish.MAJOR_ONLY,
                    Address.USTED,
                ),
                responsibility=Responsibility.OURS,
                measures="Reenviado con la portada buena",
                owner=ANA,
            ),
            "demo-3",
        )
    )
    week.at(2, 18, 10)
    week.told(
        week.ana,
        arce,
        Channel.DAILY_REPORT,
        "Que el informe salió con el logotipo antiguo y ya tiene el bueno.",
        "",
        Mood.CALM,
    )


def _declared(result: object) -> Declared:
    if not isinstance(result, Declared):
        raise TypeError(result)
    return result


def _contact_of(done: Declared) -> str:
    first = done.client.first_contact()
    return first.name if first else done.client.name


def _review(desk: Desk, author: Actor, lead: Actor, incident: Incident) -> None:
    """How it happened, without culprits; the lead finds it good."""
    review = seeing.by_id(desk, author, incident.id).review
    if review is None:
        raise LookupError(incident.code)
    how = Writing(
        "Nadie sabe que la cola de impresión se llena hasta que el cliente deja de imprimir",
        ("La cola no se vigila", "El aviso del proveedor llega a un buzón que no se lee"),
        "Lo que vigila el proveedor debe avisarnos también a nosotros",
    )
    review_writing.offer(desk, author, review.id, review.edition, how)
    review_writing.finish(desk, lead, review.id)


def _resolve(bot: Bot, who: Actor, done: Declared, how: str) -> Declared:
    incident = done.incident
    wanted = Change(
        incident.severity,
        Status.RESOLVED,
        hard=False,
        cannot_work=False,
        never_event=False,
        responsibility=incident.responsibility,
        measures=how,
    )
    changed = changes.change(bot.desk, who, incident.id, wanted)
    bot.work()
    return Declared(changed.incident, changed.client, changed.notices)
