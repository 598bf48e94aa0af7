import { count, id, object, text } from "./described-fields";

/** What Reply v3 sends beside each event of outreach. */
export const contact = object("The prospect concerned.", {
  id: id("Contact id."),
  email: text("Email address."),
  firstName: text("First name."),
  lastName: text("Last name."),
  fullName: text("First and last name."),
  title: text("Job title."),
  company: text("Company."),
  phone: text("Phone number."),
  headcount: text("Size of the company."),
  industry: text("Industry of the company."),
  linkedInProfile: text("Address of the LinkedIn profile."),
  city: text("City."),
  state: text("State or province."),
  country: text("Country."),
  timeZone: text("Time zone."),
});

export const sequence = object("The sequence this belongs to.", {
  id: id("Sequence id; the same as the event's `sequenceId`."),
  name: text("Name of the sequence."),
  stepNumber: count("Number of the step, from 1."),
});

export const sampleContact = {
  id: 51873,
  email: "omar.haddad@northlight.example",
  firstName: "Omar",
  lastName: "Haddad",
  fullName: "Omar Haddad",
  title: "Head of support",
  company: "Northlight",
  phone: "+14165550178",
  headcount: "51-200",
  industry: "Software",
  linkedInProfile: "https://www.linkedin.com/in/omar-haddad-example",
  city: "Toronto",
  state: "ON",
  country: "Canada",
  timeZone: "America/Toronto",
};

export const sampleSequence = { id: 123, stepNumber: 1 };
