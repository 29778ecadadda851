import pdf2image
