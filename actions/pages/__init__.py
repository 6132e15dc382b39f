"""The screens of actions: lists, one action, agreeing one."""
