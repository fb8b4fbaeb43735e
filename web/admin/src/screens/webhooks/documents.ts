/** What the webhook screens ask the API. */
import { graphql, type ResultOf } from "../../api/graphql";

export const ENDPOINTS = graphql(`
  query WebhookEndpoints {
    webhookEventTypes
    websites {
      code
      name
    }
    webhookEndpoints {
      id
      url
      events
      websiteCodes
      enabled
      disabledReason
      createdAt
    }
  }
`);

export const PUT_ENDPOINT = graphql(`
  mutation PutEndpoint($input: WebhookEndpointInput!) {
    webhookEndpointPut(input: $input) {
      userErrors {
        message
        path
        code
      }
      webhookEndpoint {
        id
      }
      secret
    }
  }
`);

export const ROTATE = graphql(`
  mutation RotateSecret($id: ID!, $keepOldForSeconds: Int) {
    webhookSecretRotate(id: $id, keepOldForSeconds: $keepOldForSeconds) {
      userErrors {
        message
        path
        code
      }
      secret
    }
  }
`);

export const DELETE_ENDPOINT = graphql(`
  mutation DeleteEndpoint($id: ID!) {
    webhookEndpointDelete(id: $id) {
      userErrors {
        message
        path
        code
      }
      deletedId
    }
  }
`);

export const DELIVERIES = graphql(`
  query WebhookDeliveries($endpointId: ID, $status: DeliveryStatus, $first: Int, $after: String) {
    webhookDeliveries(endpointId: $endpointId, status: $status, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        endpointId
        messageId
        type
        status
        attempts
        responseStatus
        lastError
        payload
        createdAt
        deliveredAt
      }
    }
  }
`);

export const REPLAY = graphql(`
  mutation ReplayDelivery($id: ID!) {
    webhookReplay(deliveryId: $id) {
      userErrors {
        message
        path
        code
      }
      delivery {
        id
      }
    }
  }
`);

export type Setup = ResultOf<typeof ENDPOINTS>;
export type Endpoint = Setup["webhookEndpoints"][number];
export type Delivery = ResultOf<typeof DELIVERIES>["webhookDeliveries"]["nodes"][number];
