"""The year's budget becomes the sum of its funding lines; what there was becomes the line »Programmets bevilling«."""

from datetime import date

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

NAME = "Programmets bevilling"


def budgets_to_line(apps, schema_editor):
    """One permanent line with each year's budget, which holds all grants and reserved posts so far."""
    years = apps.get_model("partnerships", "ProgrammeYear")
    first = years.objects.order_by("year").first()
    if first:
        lines = apps.get_model("partnerships", "FundingLine")
        line = lines.objects.create(name=NAME, kind="permanent", start=date(first.year, 1, 1))
        for year in years.objects.all():
            line.amounts.create(programme_year=year, amount=year.budget)
        for model in ("Grant", "ReservedPost"):
            apps.get_model("partnerships", model).objects.update(funding_line=line)
    settle(schema_editor)


def lines_to_budgets(apps, schema_editor):
    """The sum of the lines that count."""
    for year in apps.get_model("partnerships", "ProgrammeYear").objects.all():
        counted = [
            row.amount
            for row in year.funding_amounts.select_related("funding_line")
            if not row.funding_line.conditional or row.funding_line.confirmed_on
        ]
        year.budget = sum(counted)
        year.save()
    settle(schema_editor)


def settle(schema_editor):
    """PostgreSQL changes no table with checks of the same transaction still waiting."""
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0002_periods_inside"),
    ]

    operations = [
        migrations.CreateModel(
            name="FundingAmount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.PositiveIntegerField(verbose_name="beløb i kr.")),
                (
                    "override_reason",
                    models.CharField(
                        blank=True,
                        help_text="Udfyldes, når beløbet ikke følger af bevillingens beløb for et helt år og antal måneder.",
                        max_length=200,
                        verbose_name="begrundelse for andet beløb",
                    ),
                ),
            ],
            options={
                "verbose_name": "bevillingens beløb",
                "verbose_name_plural": "bevillingernes beløb",
                "ordering": ("programme_year", "funding_line"),
            },
        ),
        migrations.CreateModel(
            name="FundingLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="navn")),
                (
                    "reference",
                    models.CharField(
                        blank=True,
                        help_text="Fx udvalg, dato og sagsnummer for beslutningen.",
                        max_length=200,
                        verbose_name="beslutning",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("temporary", "Midlertidig"), ("permanent", "Varig")],
                        default="temporary",
                        max_length=20,
                        verbose_name="varighed",
                    ),
                ),
                ("start", models.DateField(verbose_name="første dag")),
                ("end", models.DateField(blank=True, null=True, verbose_name="sidste dag")),
                (
                    "yearly_amount",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="beløb for et helt år i kr."),
                ),
                ("conditional", models.BooleanField(default=False, verbose_name="betinget")),
                (
                    "condition",
                    models.CharField(
                        blank=True,
                        help_text="Hvad bevillingen venter på, fx at budgettet vedtages.",
                        max_length=200,
                        verbose_name="betingelse",
                    ),
                ),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="bekræftet den")),
                ("confirmed_by", models.CharField(blank=True, max_length=120, verbose_name="bekræftet af")),
            ],
            options={
                "verbose_name": "bevilling",
                "verbose_name_plural": "bevillinger",
                "ordering": ("start", "name", "pk"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="reservedpost",
            name="partnerships_reservedpost_title_unique_in_year",
        ),
        migrations.AlterField(
            model_name="programmeyear",
            name="budget",
            field=models.PositiveIntegerField(null=True, verbose_name="budget i kr."),
        ),
        migrations.AddField(
            model_name="programmeyear",
            name="minimum_members",
            field=models.PositiveIntegerField(default=150, verbose_name="medlemmer under 25 år, som mindst ventes"),
        ),
        migrations.AddField(
            model_name="programmeyear",
            name="required_network_meetings",
            field=models.PositiveSmallIntegerField(default=3, verbose_name="netværksmøder, som kræves"),
        ),
        migrations.AddField(
            model_name="programmeyear",
            name="required_status_meetings",
            field=models.PositiveSmallIntegerField(default=2, verbose_name="statusmøder, som kræves"),
        ),
        migrations.AddConstraint(
            model_name="programmeyear",
            constraint=models.CheckConstraint(
                condition=models.Q(("required_network_meetings__lte", 52), ("required_status_meetings__lte", 52)),
                name="partnerships_programmeyear_meetings_sensible",
                violation_error_message="Skriv højst 52 møder om året af hver slags.",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmeyear",
            constraint=models.CheckConstraint(
                condition=models.Q(("minimum_members__lte", 100000)),
                name="partnerships_programmeyear_minimum_sensible",
                violation_error_message="Skriv et antal medlemmer på højst 100.000.",
            ),
        ),
        migrations.AddField(
            model_name="fundingamount",
            name="programme_year",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="funding_amounts",
                to="partnerships.programmeyear",
                verbose_name="programår",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundingline",
            constraint=models.CheckConstraint(
                condition=models.Q(("name__regex", "\\S")),
                name="partnerships_fundingline_name_not_blank",
                violation_error_message="Skriv bevillingens navn.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundingline",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"),
                name="partnerships_fundingline_name_unique",
                violation_error_message="Der er allerede en bevilling med det navn. Vælg et andet.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundingline",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__isnull", True), ("end__gte", models.F("start")), _connector="OR"),
                name="partnerships_fundingline_period_in_order",
                violation_error_message="Slutdatoen skal være samme dag som startdatoen eller senere.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundingline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("start__year__gte", 1990), models.Q(("end", None), ("end__year__lte", 2100), _connector="OR")
                ),
                name="partnerships_fundingline_span_sensible",
                violation_error_message="Skriv dage mellem 1990 og 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundingline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end", None), ("kind", "permanent")),
                    models.Q(("end__isnull", False), ("kind", "temporary")),
                    _connector="OR",
                ),
                name="partnerships_fundingline_kind_fits_end",
                violation_error_message="En midlertidig bevilling har en sidste dag. En varig bevilling har ingen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundingline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("conditional", True), models.Q(("condition", ""), ("confirmed_on", None)), _connector="OR"
                ),
                name="partnerships_fundingline_condition_fits",
                violation_error_message="Kun en betinget bevilling har en betingelse og kan bekræftes.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundingline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_by", ""), ("confirmed_on", None)),
                    models.Q(("confirmed_by__regex", "\\S"), ("confirmed_on__isnull", False)),
                    _connector="OR",
                ),
                name="partnerships_fundingline_confirmed_by_somebody",
                violation_error_message="Skriv både, hvornår bevillingen er bekræftet, og af hvem.",
            ),
        ),
        migrations.AddField(
            model_name="fundingamount",
            name="funding_line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="amounts",
                to="partnerships.fundingline",
                verbose_name="bevilling",
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="funding_line",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grants",
                to="partnerships.fundingline",
                verbose_name="bevilling",
            ),
        ),
        migrations.AddField(
            model_name="reservedpost",
            name="funding_line",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reserved_posts",
                to="partnerships.fundingline",
                verbose_name="bevilling",
            ),
        ),
        migrations.AddConstraint(
            model_name="reservedpost",
            constraint=models.UniqueConstraint(
                models.F("programme_year"),
                models.F("funding_line"),
                django.db.models.functions.text.Lower("title"),
                name="partnerships_reservedpost_title_unique_in_year",
                violation_error_message="Der er allerede en reserveret post med det formål på bevillingen i det år.",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundingamount",
            constraint=models.UniqueConstraint(
                fields=("funding_line", "programme_year"),
                name="partnerships_fundingamount_one_per_year",
                violation_error_message="Bevillingen har allerede et beløb i det år.",
            ),
        ),
        migrations.RunPython(budgets_to_line, lines_to_budgets),
        migrations.AlterField(
            model_name="grant",
            name="funding_line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grants",
                to="partnerships.fundingline",
                verbose_name="bevilling",
            ),
        ),
        migrations.AlterField(
            model_name="reservedpost",
            name="funding_line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reserved_posts",
                to="partnerships.fundingline",
                verbose_name="bevilling",
            ),
        ),
        migrations.RemoveField(
            model_name="programmeyear",
            name="budget",
        ),
    ]
