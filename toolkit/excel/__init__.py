"""The control workbook and its macros: buttons in Excel that call the kernel through xlwings.

manifest.yaml    every button and every setting, once: VBA, sheets, ribbon, tests and pages are made from it
build/           the workbook (.xlsm) from the manifest, on any system, without Excel
macros           what each button does
adapter          the only module that touches a range of a workbook
jobs             the kernel called with the settings of the sheet 设置: the same for Excel and for WPS users
new, launcher    a personal copy, bound to the Python that wrote it
doctor           what is missing on this machine, and what to do about it
"""
