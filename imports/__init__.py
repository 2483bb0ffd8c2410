"""The register comes in as a workbook or CSV files: read, check, preview, and save all or nothing."""
