"""Facts found in the text of a document and offered to people: folio, oficio, date, agency, signatory."""
