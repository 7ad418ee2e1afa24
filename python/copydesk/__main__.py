"""`python -m copydesk` is the command that came with the wheel."""

import os
import pathlib
import subprocess
import sys
import sysconfig


def main() -> int:
    name = f"copydesk{sysconfig.get_config_var('EXE') or ''}"
    folders = [sysconfig.get_path("scripts"), sysconfig.get_path("scripts", scheme=f"{os.name}_user")]
    programs = [program for folder in folders if (program := pathlib.Path(folder, name)).is_file()]
    if not programs:
        sys.stderr.write("copydesk: this wheel was built without its command; the module answers copydesk.check(rows)\n")
        return 2
    command = [str(programs[0]), *sys.argv[1:]]
    if sys.platform == "win32":
        return subprocess.call(command)
    os.execv(command[0], command)


if __name__ == "__main__":
    sys.exit(main())
