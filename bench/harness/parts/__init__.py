"""The parts of the bench beside the workloads, each a module: ABOUT, `measure(context)`, `markdown(found)`."""

from . import connections, cores, functions, half, limit, memory, reload

PARTS = {
    "limit": limit,
    "reload": reload,
    "memory": memory,
    "connections": connections,
    "half": half,
    "cores": cores,
    "functions": functions,
}
