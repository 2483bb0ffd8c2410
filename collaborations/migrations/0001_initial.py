import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("associations", "0004_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="Administration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="navn")),
                (
                    "helps_with",
                    models.CharField(blank=True, max_length=400, verbose_name="det, den har med foreninger at gøre"),
                ),
                ("homepage", models.URLField(blank=True, verbose_name="hjemmeside")),
                ("in_use", models.BooleanField(default=True, verbose_name="i brug")),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.Func(
                                models.Func(
                                    models.Func(
                                        models.F("name"),
                                        models.Value("ÆØÅÄÖÉ"),
                                        models.Value("æøåäöé"),
                                        function="translate",
                                    ),
                                    function="lower",
                                    output_field=models.CharField(),
                                ),
                                models.Value("aa"),
                                models.Value("å"),
                                function="replace",
                            ),
                            models.Value("æøåäöé"),
                            models.Value("{|}{|e"),
                            function="translate",
                            output_field=models.CharField(),
                        ),
                        output_field=models.CharField(db_collation="C", max_length=200),
                    ),
                ),
            ],
            options={
                "verbose_name": "forvaltning",
                "verbose_name_plural": "forvaltninger",
                "ordering": ("sort_key", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name__regex", "\\S")),
                        name="collaborations_administration_name_not_blank",
                        violation_error_message="Skriv forvaltningens navn.",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        name="collaborations_administration_name_unique",
                        violation_error_message="Der er allerede en forvaltning med det navn.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Initiative",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="navn")),
                (
                    "link",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "Introduktion"), (2, "Brobygning"), (3, "Økonomisk hjælp"), (4, "Fastholdelse")],
                        null=True,
                        verbose_name="led i fødekæden",
                    ),
                ),
                ("helps_with", models.CharField(blank=True, max_length=400, verbose_name="det, den hjælper med")),
                ("homepage", models.URLField(blank=True, verbose_name="hjemmeside")),
                ("in_use", models.BooleanField(default=True, verbose_name="i brug")),
                (
                    "computed_by",
                    models.CharField(blank=True, editable=False, max_length=40, verbose_name="regnes ud fra"),
                ),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.Func(
                                models.Func(
                                    models.Func(
                                        models.F("name"),
                                        models.Value("ÆØÅÄÖÉ"),
                                        models.Value("æøåäöé"),
                                        function="translate",
                                    ),
                                    function="lower",
                                    output_field=models.CharField(),
                                ),
                                models.Value("aa"),
                                models.Value("å"),
                                function="replace",
                            ),
                            models.Value("æøåäöé"),
                            models.Value("{|}{|e"),
                            function="translate",
                            output_field=models.CharField(),
                        ),
                        output_field=models.CharField(db_collation="C", max_length=200),
                    ),
                ),
                (
                    "administration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="initiatives",
                        to="collaborations.administration",
                        verbose_name="forvaltning",
                    ),
                ),
            ],
            options={
                "verbose_name": "indsats",
                "verbose_name_plural": "indsatser",
                "ordering": ("link", "sort_key", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ContactUnit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit", models.CharField(max_length=120, verbose_name="enhed")),
                ("helps_with", models.CharField(max_length=400, verbose_name="det, enheden hjælper med")),
                ("homepage", models.URLField(blank=True, verbose_name="hjemmeside")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="telefon")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("checked_on", models.DateField(verbose_name="sidst kontrolleret")),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.Func(
                                models.Func(
                                    models.Func(
                                        models.F("unit"),
                                        models.Value("ÆØÅÄÖÉ"),
                                        models.Value("æøåäöé"),
                                        function="translate",
                                    ),
                                    function="lower",
                                    output_field=models.CharField(),
                                ),
                                models.Value("aa"),
                                models.Value("å"),
                                function="replace",
                            ),
                            models.Value("æøåäöé"),
                            models.Value("{|}{|e"),
                            function="translate",
                            output_field=models.CharField(),
                        ),
                        output_field=models.CharField(db_collation="C", max_length=200),
                    ),
                ),
                (
                    "administration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_units",
                        to="collaborations.administration",
                        verbose_name="forvaltning",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_units",
                        to="collaborations.initiative",
                        verbose_name="indsats",
                    ),
                ),
            ],
            options={
                "verbose_name": "kontaktenhed",
                "verbose_name_plural": "kontaktenheder",
                "ordering": ("sort_key", "pk"),
            },
        ),
        migrations.CreateModel(
            name="InitiativeParticipation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="år")),
                ("number", models.PositiveIntegerField(blank=True, null=True, verbose_name="antal børn og unge")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="bemærkning")),
                (
                    "association",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="initiative_participations",
                        to="associations.association",
                        verbose_name="forening",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="collaborations.initiative",
                        verbose_name="indsats",
                    ),
                ),
            ],
            options={
                "verbose_name": "deltagelse i indsats",
                "verbose_name_plural": "deltagelser i indsatser",
                "ordering": ("-year", "initiative", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="navn")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("school", "Skole"),
                            ("institution", "Institution"),
                            ("housing", "Boligsocial indsats"),
                            ("renewal", "Områdefornyelse"),
                            ("association", "Anden forening"),
                            ("administration", "Forvaltning"),
                            ("private", "Privat virksomhed"),
                            ("other", "Andet"),
                        ],
                        max_length=20,
                        verbose_name="slags",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="adresse")),
                ("homepage", models.URLField(blank=True, verbose_name="hjemmeside")),
                (
                    "other_names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120),
                        blank=True,
                        default=list,
                        editable=False,
                        size=None,
                        verbose_name="andre navne",
                    ),
                ),
                (
                    "name_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.Func(
                                models.Func(
                                    models.Func(
                                        models.Func(
                                            models.Func(
                                                models.Func(
                                                    models.Func(
                                                        models.F("name"),
                                                        models.Value(
                                                            " \t\n\r\u200b\u200c\u200d\ufeff.,;:!?'\"`´’‘“”„»«()[]{}|/\\_+*#@=<>~^%$§°·•-‐‑‒–—−\xad"
                                                        ),
                                                        models.Value(""),
                                                        function="translate",
                                                        output_field=models.CharField(),
                                                    ),
                                                    function="normalize",
                                                    output_field=models.CharField(),
                                                    template="%(function)s(%(expressions)s, NFKC)",
                                                ),
                                                models.Value("&"),
                                                models.Value("og"),
                                                function="replace",
                                                output_field=models.CharField(),
                                            ),
                                            models.Value(
                                                " \t\n\r\u200b\u200c\u200d\ufeff.,;:!?'\"`´’‘“”„»«()[]{}|/\\_+*#@=<>~^%$§°·•-‐‑‒–—−\xad"
                                            ),
                                            models.Value(""),
                                            function="translate",
                                            output_field=models.CharField(),
                                        ),
                                        models.Value("ÆØÅÄÖÉ"),
                                        models.Value("æøåäöé"),
                                        function="translate",
                                    ),
                                    function="lower",
                                    output_field=models.CharField(),
                                ),
                                models.Value("aa"),
                                models.Value("å"),
                                function="replace",
                            ),
                            models.Value("æøåäöé"),
                            models.Value("{|}{|e"),
                            function="translate",
                            output_field=models.CharField(),
                        ),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.Func(
                                models.Func(
                                    models.Func(
                                        models.F("name"),
                                        models.Value("ÆØÅÄÖÉ"),
                                        models.Value("æøåäöé"),
                                        function="translate",
                                    ),
                                    function="lower",
                                    output_field=models.CharField(),
                                ),
                                models.Value("aa"),
                                models.Value("å"),
                                function="replace",
                            ),
                            models.Value("æøåäöé"),
                            models.Value("{|}{|e"),
                            function="translate",
                            output_field=models.CharField(),
                        ),
                        output_field=models.CharField(db_collation="C", max_length=200),
                    ),
                ),
                (
                    "administration",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partners",
                        to="collaborations.administration",
                        verbose_name="forvaltning",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="associations.district",
                        verbose_name="bydel",
                    ),
                ),
            ],
            options={
                "verbose_name": "samarbejdspartner",
                "verbose_name_plural": "samarbejdspartnere",
                "ordering": ("sort_key", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Collaboration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(max_length=200, verbose_name="hvad samarbejdet går ud på")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("idea", "Idé"),
                            ("running", "I gang"),
                            ("paused", "På pause"),
                            ("ended", "Afsluttet"),
                        ],
                        default="running",
                        max_length=10,
                        verbose_name="tilstand",
                    ),
                ),
                ("start", models.DateField(blank=True, null=True, verbose_name="siden")),
                (
                    "precision",
                    models.CharField(
                        choices=[("day", "Dag"), ("month", "Måned"), ("year", "År")],
                        default="day",
                        max_length=5,
                        verbose_name="siden er kendt på",
                    ),
                ),
                ("end", models.DateField(blank=True, null=True, verbose_name="sidste dag")),
                ("contact", models.CharField(blank=True, max_length=120, verbose_name="kontakt hos partneren")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="bemærkning")),
                (
                    "association",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collaborations",
                        to="associations.association",
                        verbose_name="forening",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collaborations",
                        to="collaborations.partner",
                        verbose_name="samarbejdspartner",
                    ),
                ),
            ],
            options={
                "verbose_name": "lokalt samarbejde",
                "verbose_name_plural": "lokale samarbejder",
                "ordering": ("association", "-start", "pk"),
            },
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(("name__regex", "\\S")),
                name="collaborations_initiative_name_not_blank",
                violation_error_message="Skriv indsatsens navn.",
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"),
                name="collaborations_initiative_name_unique",
                violation_error_message="Der er allerede en indsats med det navn.",
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(("link", None), ("link__in", [1, 2, 3, 4]), _connector="OR"),
                name="collaborations_initiative_link_known",
                violation_error_message="Vælg et af fødekædens fire led, eller intet led.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactunit",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit__regex", "\\S")),
                name="collaborations_contactunit_unit_not_blank",
                violation_error_message="Skriv enhedens navn.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactunit",
            constraint=models.CheckConstraint(
                condition=models.Q(("helps_with__regex", "\\S")),
                name="collaborations_contactunit_helps_not_blank",
                violation_error_message="Skriv, hvad enheden hjælper med.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactunit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("homepage__regex", "\\S"), ("phone__regex", "\\S"), ("email__regex", "\\S"), _connector="OR"
                ),
                name="collaborations_contactunit_can_be_reached",
                violation_error_message="Skriv mindst en vej til enheden: hjemmeside, telefon eller e-mail.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactunit",
            constraint=models.UniqueConstraint(
                models.F("administration"),
                models.F("sort_key"),
                django.db.models.functions.comparison.Coalesce("initiative", 0),
                name="collaborations_contactunit_once",
                violation_error_message="Enheden står allerede i vejviseren for den forvaltning og indsats.",
            ),
        ),
        migrations.AddIndex(
            model_name="initiativeparticipation",
            index=models.Index(fields=["year", "initiative"], name="collaborations_part_by_year"),
        ),
        migrations.AddConstraint(
            model_name="initiativeparticipation",
            constraint=models.UniqueConstraint(
                fields=("association", "initiative", "year"),
                name="collaborations_initiativeparticipation_once",
                violation_error_message="Foreningen er allerede skrevet på den indsats i det år. Ret den, der står.",
            ),
        ),
        migrations.AddConstraint(
            model_name="initiativeparticipation",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 2000), ("year__lte", 2100)),
                name="collaborations_initiativeparticipation_year_known",
                violation_error_message="Skriv et årstal fra 2000 til 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(("name_key", ""), _negated=True),
                name="collaborations_partner_name_has_letters",
                violation_error_message="Skriv partnerens navn med bogstaver eller tal.",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "school",
                            "institution",
                            "housing",
                            "renewal",
                            "association",
                            "administration",
                            "private",
                            "other",
                        ],
                    )
                ),
                name="collaborations_partner_kind_known",
                violation_error_message="Vælg en af mulighederne.",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.UniqueConstraint(
                models.F("name_key"),
                models.F("kind"),
                django.db.models.functions.comparison.Coalesce("district", 0),
                name="collaborations_partner_no_twins",
                violation_error_message="Partneren står allerede i registret med samme navn, slags og bydel. Vælg den, der står der.",
            ),
        ),
        migrations.AddConstraint(
            model_name="collaboration",
            constraint=models.CheckConstraint(
                condition=models.Q(("about__regex", "\\S")),
                name="collaborations_collaboration_about_not_blank",
                violation_error_message="Skriv, hvad samarbejdet går ud på.",
            ),
        ),
        migrations.AddConstraint(
            model_name="collaboration",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["idea", "running", "paused", "ended"])),
                name="collaborations_collaboration_state_known",
                violation_error_message="Vælg en af mulighederne.",
            ),
        ),
        migrations.AddConstraint(
            model_name="collaboration",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "idea"), ("start__isnull", False), _connector="OR"),
                name="collaborations_collaboration_begun_has_start",
                violation_error_message="Skriv, siden hvornår. Årstallet er nok. Kun en idé kan være uden.",
            ),
        ),
        migrations.AddConstraint(
            model_name="collaboration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end__isnull", False), ("state", "ended")),
                    models.Q(models.Q(("state", "ended"), _negated=True), ("end", None)),
                    _connector="OR",
                ),
                name="collaborations_collaboration_ended_has_end",
                violation_error_message="Et afsluttet samarbejde har en sidste dag, og kun et afsluttet.",
            ),
        ),
        migrations.AddConstraint(
            model_name="collaboration",
            constraint=models.CheckConstraint(
                condition=models.Q(("end", None), ("end__gte", models.F("start")), _connector="OR"),
                name="collaborations_collaboration_in_order",
                violation_error_message="Sidste dag kan ikke ligge, før samarbejdet begyndte.",
            ),
        ),
        migrations.AddConstraint(
            model_name="collaboration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("precision", "day"),
                    models.Q(
                        ("precision", "month"),
                        django.db.models.lookups.Exact(
                            django.db.models.functions.datetime.ExtractDay(
                                django.db.models.functions.comparison.Cast(models.F("start"), models.DateField())
                            ),
                            1,
                        ),
                    ),
                    models.Q(
                        ("precision", "year"),
                        django.db.models.lookups.Exact(
                            django.db.models.functions.datetime.ExtractDay(
                                django.db.models.functions.comparison.Cast(models.F("start"), models.DateField())
                            ),
                            1,
                        ),
                        django.db.models.lookups.Exact(
                            django.db.models.functions.datetime.ExtractMonth(
                                django.db.models.functions.comparison.Cast(models.F("start"), models.DateField())
                            ),
                            1,
                        ),
                    ),
                    _connector="OR",
                ),
                name="collaborations_collaboration_precision_fits",
            ),
        ),
    ]
