/** What the mail screens ask the API. */
import { graphql, type ResultOf } from "../../api/graphql";

export const OUTBOX = graphql(`
  query Outbox($status: EmailStatus, $customerId: ID, $first: Int, $after: String) {
    emails(status: $status, customerId: $customerId, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        kind
        customerId
        subject
        status
        attempts
        lastError
        createdAt
      }
    }
  }
`);

export const MAIL = graphql(`
  query Mail($id: ID!) {
    email(id: $id) {
      id
      kind
      customerId
      websiteCode
      from
      to
      subject
      html
      text
      status
      attempts
      lastError
      createdAt
      sentAt
    }
  }
`);

export const RETRY = graphql(`
  mutation RetryMail($id: ID!) {
    emailRetry(id: $id) {
      userErrors {
        message
        path
        code
      }
      email {
        id
        status
        attempts
      }
    }
  }
`);

export const TEMPLATES = graphql(`
  query MailTemplates {
    emailTemplates {
      code
      locale
      subject
      html
      text
      isOwn
    }
  }
`);

export const PREVIEW = graphql(`
  query MailPreview($input: EmailTemplateInput!) {
    emailTemplatePreview(input: $input) {
      subject
      html
      text
      userErrors {
        message
        path
        code
      }
    }
  }
`);

export const PUT_TEMPLATE = graphql(`
  mutation PutTemplate($input: EmailTemplateInput!) {
    emailTemplatePut(input: $input) {
      userErrors {
        message
        path
        code
      }
      emailTemplate {
        code
        locale
      }
    }
  }
`);

export const DELETE_TEMPLATE = graphql(`
  mutation DeleteTemplate($code: String!, $locale: String!) {
    emailTemplateDelete(code: $code, locale: $locale) {
      userErrors {
        message
        path
        code
      }
      deletedId
    }
  }
`);

export type OutboxMail = ResultOf<typeof OUTBOX>["emails"]["nodes"][number];
export type Template = ResultOf<typeof TEMPLATES>["emailTemplates"][number];
