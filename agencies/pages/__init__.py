"""The screens of an agency: its work, the workbench, its lines on a case."""
