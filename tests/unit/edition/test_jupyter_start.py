import subprocess
import sys


def test_nbformat_starts_without_compiling_grammars():
    code = (
        "from kpi_lib.edition.jupyter_start import skip_grammars; skip_grammars();"
        "import sys, nbformat; nbformat.validate(nbformat.v4.new_notebook()); print('lark' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
