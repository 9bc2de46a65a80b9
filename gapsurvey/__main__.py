"""`python -m gapsurvey`."""

from gapsurvey.cli import main

raise SystemExit(main())
