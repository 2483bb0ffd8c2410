"""Enquiries with their threads, the staff's notes on them, and the mails that tell of them."""

from enquiries.models.enquiries import Enquiry, Entry, Referral
from enquiries.models.files import EnquiryFile
from enquiries.models.mails import EnquiryMail
from enquiries.models.notes import Note

__all__ = ["Enquiry", "EnquiryFile", "EnquiryMail", "Entry", "Note", "Referral"]
