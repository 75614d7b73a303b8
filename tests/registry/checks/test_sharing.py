"""What is shared."""

from __future__ import annotations

import pytest

from hepatica.registry.checks.sharing import (
    documents_ticked_and_told,
    platform_without_address,
    private_results_public_data,
    shared_and_not,
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


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("De-identified data will be made publicly available.", True),
        ("Individual data are openly accessible on Zenodo.", True),
        ("The raw data will be deposited in a public repository.", True),
        ("Raw data are freely available to anyone.", True),
        ("The dataset is open access.", True),
        ("原始数据通过公共平台向社会公开。", True),
        ("原始数据将公开。", True),
        ("Data will be published in an open repository.", True),
        ("Data will not be made publicly available.", False),
        ("Data are available on request.", False),
        ("不公开", False),
        ("Data are not publicly available", False),
    ],
)
def test_also_private_results_and_public_data(told: str, wrong: bool) -> None:
    record = record_of({"results.public": "Private", "sharing.description": told})
    assert bool(list(private_results_public_data(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Documents such as the statistical analysis plan will be shared.", True),
        ("Supporting materials, including the study protocol and the consent form, are available.", True),
        ("The following documents will be shared: protocol, SAP.", True),
        ("Documents such as the clinical study report will be shared.", False),
        ("Data will be shared.", False),
    ],
)
def test_documents_told_and_others_ticked(told: str, wrong: bool) -> None:
    record = record_of({"sharing.information": "CSR", "sharing.description": told})
    assert bool(list(documents_ticked_and_told(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Data are available through the National Genomics Data Center.", True),
        ("Data are deposited in a public repository.", True),
        ("Data will be uploaded to the Clinical Trial Data Sharing Platform.", True),
        ("Data can be downloaded from the hospital's website.", True),
        ("通过临床试验公共管理平台共享。", True),
        ("数据上传至公共数据库。", True),
        ("Data are shared on an online platform.", True),
        ("Data are shared at https://zenodo.org.", False),
        ("Data are available on request.", False),
        ("Data are shared via ResMan.", False),
        ("Data are sent by e-mail.", False),
    ],
)
def test_platforms_without_an_address(told: str, wrong: bool) -> None:
    record = record_of({"sharing": "Yes", "sharing.description": told})
    assert bool(list(platform_without_address(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("De-identified individual data will be shared on request.", True),
        ("Data are available from the corresponding author upon reasonable request.", True),
        ("The data can be obtained by contacting the principal investigator.", True),
        ("We will share individual participant data 6 months after publication.", True),
        ("数据可向研究者申请获取。", True),
        ("Individual participant data will be made available to researchers.", True),
        ("Data will not be shared.", False),
        ("No data are available.", False),
        ("There is no plan to share data.", False),
        ("Only summary results will be published.", False),
        ("Data cannot be shared because of privacy.", False),
        ("Results will be shared with participants.", False),
        ("不共享", False),
    ],
)
def test_no_sharing_registered_and_sharing_told(told: str, wrong: bool) -> None:
    record = record_of({"sharing": "NO", "sharing.description": told})
    assert bool(list(shared_and_not(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("Individual participant data will not be shared.", True),
        ("There is no plan to share the data.", True),
        ("The data are not available to others.", True),
        ("数据不予共享。", True),
        ("Data will be shared.", False),
        ("Names will not be shared.", False),
        ("Data that identify patients will not be shared.", False),
    ],
)
def test_sharing_registered_and_refused_in_the_text(told: str, wrong: bool) -> None:
    record = record_of({"sharing": "YES", "sharing.description": told})
    assert bool(list(shared_and_not(record))) is wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("All IPD that underlie results in a publication will be shared.", True),
        ("Data will be made available to other researchers after publication.", True),
        ("The datasets are available from the corresponding author on reasonable request.", True),
        ("De-identified patient data can be requested from the PI.", True),
        ("No IPD will be shared", False),
        ("Not planned", False),
    ],
)
def test_data_are_shared_by_one_place_and_not_by_the_other_in_other_words(told: str, wrong: bool) -> None:
    record = record_of({"sharing": "NO", "sharing.description": told})
    assert bool(list(shared_and_not(record))) is wrong
