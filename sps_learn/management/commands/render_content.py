from django.core.management.base import BaseCommand

from sps_learn import content


class Command(BaseCommand):
    help = "Rebuild the HTML of every revision after a change of terms or sources."

    def handle(self, **_: object) -> None:
        self.stdout.write(f"{content.render_again()} revisions rendered anew")
