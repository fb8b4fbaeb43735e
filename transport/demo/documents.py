"""Documents that the demo shop's backend sends to the admin API, as any shop's backend would."""

from typing import Final

SHOP: Final = """query Shop {
  websites {
    code
    name
    baseCurrency
  }
}"""

CUSTOMER: Final = """query Customer($id: ID!) {
  customer(id: $id) {
    id
    email
  }
}"""

PUT_CART: Final = """mutation PutCart($cart: CartInput!) {
  cartPut(input: $cart) {
    cart {
      id
      quote {
        shipping { amount currency }
        orderTotal { amount currency }
        amountDue { amount currency }
        pointsToEarn
      }
    }
    userErrors { code path message }
  }
}"""

PLACE_ORDER: Final = """mutation PlaceOrder($order: OrderPlaceInput!) {
  orderPlace(input: $order) {
    orders {
      ...OrderFacts
    }
    message
    replayed
    userErrors { code path message missingPoints }
  }
}
"""

INVOICE: Final = """mutation InvoiceOrder($invoice: OrderInvoiceInput!) {
  orderInvoice(input: $invoice) {
    order {
      ...OrderFacts
    }
    message
    replayed
    userErrors { code path message }
  }
}
"""

REFUND: Final = """mutation RefundOrder($refund: OrderRefundInput!) {
  orderRefund(input: $refund) {
    order {
      ...OrderFacts
    }
    replayed
    userErrors { code path message }
  }
}
"""

CANCEL: Final = """mutation CancelOrder($cancellation: OrderCancelInput!) {
  orderCancel(input: $cancellation) {
    order {
      ...OrderFacts
    }
    message
    replayed
    userErrors { code path message }
  }
}
"""

ORDER: Final = """query Order($id: ID!) {
  order(id: $id) {
    ...OrderFacts
  }
}
"""

ORDER_FACTS: Final = """
fragment OrderFacts on Order {
  id
  number
  customerId
  status
  pointsUsed
  productPointsUsed
  pointsPending
  pointsEarned
  pointsReturned
  pointsReversed
  maturesAt
  quote {
    orderTotal { amount currency }
    amountDue { amount currency }
  }
}"""

RECORD_REVIEW: Final = """mutation RecordReview($review: ActivityInput!) {
  activityRecord(input: $review) {
    entry { points balance }
    message
    replayed
    userErrors { code path message }
  }
}"""

MAILBOX: Final = """query Mailbox($customer: ID!) {
  emails(customerId: $customer, first: 6) {
    totalCount
    nodes {
      id
      kind
      createdAt
      subject
      text
    }
  }
}"""

WARNING_DAYS: Final = """query WarningDays($website: String!) {
  settings(websiteCode: $website) {
    expiryWarningDays
  }
}"""

MOVE_CLOCK: Final = """mutation MoveClock($days: Int!) {
  sandboxClockAdvance(days: $days)
}"""

NIGHTLY_JOBS: Final = """mutation NightlyJobs {
  matured: jobRun(job: CREDIT_MATURED_POINTS) { processed }
  released: jobRun(job: RELEASE_HOLDS) { processed }
  warned: jobRun(job: SEND_EXPIRY_WARNINGS) { processed }
  expired: jobRun(job: EXPIRE_POINTS) { processed }
}"""
