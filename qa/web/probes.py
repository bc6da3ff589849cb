"""What operators and their tools ask: is it alive, is it ready, what are its figures."""

from __future__ import annotations

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST

from qa import __version__
from qa.errors import IndexDamagedError
from qa.folders import command
from qa.web.api import BackendHere, MetricsHere
from qa.web.schemas import ErrorBody, Liveness, Readiness

router = APIRouter(tags=["operations"])


@router.head("/healthz", include_in_schema=False)
@router.get("/healthz")
async def healthz() -> Liveness:
    """The process is alive; says nothing about the index."""
    return Liveness(version=__version__)


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz", responses={503: {"model": ErrorBody}})
def readyz(backend: BackendHere) -> Readiness:
    """The index is open and healthy: questions can be asked."""
    status = backend.service().status()
    if not status.healthy:
        raise IndexDamagedError(
            f"the index is not healthy: {'; '.join(status.problems)}", f"run: {command()} verify"
        )
    return Readiness(articles=status.articles, chunks=status.chunks)


@router.get("/metrics", response_class=Response)
def metrics(metrics: MetricsHere) -> Response:
    """Figures in Prometheus text."""
    return Response(metrics.render(), media_type=CONTENT_TYPE_LATEST)
