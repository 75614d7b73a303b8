"""What is shared."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.sharing import (
    documents_ticked_and_told,
    platform_without_address,
    private_results_public_data,
)
from hepatica.registry.looking import record_of


@pytest.mark.parametrize(
    ("field", "told", "found"),
    [
        ("Private", "The de-identified data will be made publicly available.", True),
        ("不公开", "通过国家平台公开脱敏数据", True),
        ("Public", "The data will be made publicly available.", False),
        ("Private", "Data are given on request.", False),
        ("不公开", "不公开原始数据", False),
    ],
)
def test_private_results_and_public_data(field: str, told: str, found: bool) -> None:
    assert (
        bool(list(private_results_public_data(record_of({"results.public": field, "sharing.description": told}))))
        is found
    )


@pytest.mark.parametrize(
    ("ticked", "told", "found"),
    [
        ("CSR", "Documents such as the protocol will be shared.", True),
        ("SAP", "Documents such as the statistical analysis plan will be shared.", False),
        ("SAP", "Documents such as the statistical analysis plan and the protocol will be shared.", True),
        ("CSR", "Data will be shared.", False),
    ],
)
def test_documents_that_are_ticked_and_told(ticked: str, told: str, found: bool) -> None:
    assert (
        bool(list(documents_ticked_and_told(record_of({"sharing.information": ticked, "sharing.description": told}))))
        is found
    )


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Data are available through the National Data Sharing Platform.", True),
        ("通过国家数据共享平台公开", True),
        ("Data are available through the National Platform, https://example.org.", False),
        ("通过ResMan平台www.medresman.org公开", False),
        ("Data are given on request.", False),
    ],
)
def test_a_platform_needs_an_address(told: str, found: bool) -> None:
    assert bool(list(platform_without_address(record_of({"sharing": "Yes", "sharing.description": told})))) is found
