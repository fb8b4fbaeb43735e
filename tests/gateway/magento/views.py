"""Carts, orders and customers of the stand-in as its schema shows them."""

import base64

from tests.gateway.magento.shop import (
    CUSTOMERS,
    PRICES,
    SHIPPING,
    CartRow,
    Json,
    OrderRow,
    Shop,
    subtotal,
    total,
    usd,
)

FLAT_RATE = {
    "amount": usd(SHIPPING),
    "available": True,
    "carrier_code": "flatrate",
    "carrier_title": "Flat Rate",
    "method_code": "flatrate",
    "method_title": "Fixed",
    "price_excl_tax": usd(SHIPPING),
    "price_incl_tax": usd(SHIPPING),
}
METHODS = [
    {"code": "checkmo", "title": "Check / Money order", "is_deferred": False},
    {"code": "free", "title": "No Payment Information Required", "is_deferred": False},
]
ADDRESS = {
    "uid": "NA==",
    "firstname": "Ada",
    "lastname": "Lovelace",
    "street": ["12 St James's Square"],
    "city": "London",
    "postcode": "SW1Y",
    "country": {"code": "GB", "label": "GB"},
    "region": {"code": None, "label": None, "region_id": None},
    "telephone": "555",
}


def page(count: int) -> Json:
    return {"current_page": 1, "page_size": 20, "total_pages": 1 if count else 0}


def product(sku: str) -> Json:
    price = {"final_price": usd(PRICES[sku]), "regular_price": usd(PRICES[sku])}
    return {
        "__typename": "SimpleProduct",
        "uid": base64.b64encode(sku.encode()).decode(),
        "sku": sku,
        "name": sku.title(),
        "url_key": sku.lower(),
        "stock_status": "IN_STOCK",
        "price_range": {"minimum_price": price, "maximum_price": price},
        "small_image": {"url": f"https://shop.example/{sku}.jpg", "label": sku.title()},
        "thumbnail": {"url": f"https://shop.example/{sku}.jpg", "label": sku.title()},
    }


def cart(row: CartRow) -> Json:
    items = [_cart_item(uid, *of) for uid, of in row.items.items()]
    coupon = row.coupon and {"code": row.coupon}
    taken_off = [
        {
            "amount": usd(subtotal(row) * 0.1),
            "label": "Ten percent",
            "applied_to": "ITEM",
            "coupon": coupon,
        }
    ]
    shipping = {
        **ADDRESS,
        "available_shipping_methods": [FLAT_RATE],
        "selected_shipping_method": FLAT_RATE,
    }
    return {
        "id": row.id,
        "email": row.email or CUSTOMERS.get(row.customer or "", {}).get("email"),
        "is_virtual": False,
        "total_quantity": sum(quantity for _, quantity in row.items.values()),
        "items": items,
        "itemsV2": {"items": items, "page_info": page(len(items)), "total_count": len(items)},
        "prices": {
            "grand_total": usd(total(row)),
            "grand_total_excluding_tax": usd(total(row)),
            "subtotal_excluding_tax": usd(subtotal(row)),
            "subtotal_including_tax": usd(subtotal(row)),
            "subtotal_with_discount_excluding_tax": usd(subtotal(row) * (0.9 if coupon else 1)),
            "applied_taxes": [],
            "discounts": taken_off if coupon else None,
        },
        "applied_coupon": coupon,
        "applied_coupons": [coupon] if coupon else None,
        "shipping_addresses": [shipping] if row.is_shipped else [],
        "billing_address": ADDRESS if row.is_shipped else None,
        "available_payment_methods": METHODS,
        "selected_payment_method": {"code": row.payment or "", "title": row.payment or ""},
    }


def _cart_item(uid: str, sku: str, quantity: float) -> Json:
    price = PRICES[sku]
    return {
        "__typename": "SimpleCartItem",
        "id": base64.b64decode(uid).decode(),
        "uid": uid,
        "quantity": quantity,
        "product": product(sku),
        "prices": {
            "price": usd(price),
            "price_including_tax": usd(price),
            "row_total": usd(price * quantity),
            "row_total_including_tax": usd(price * quantity),
            "total_item_discount": usd(0),
            "discounts": None,
        },
        "errors": None,
        "is_available": True,
        "customizable_options": [],
    }


def order(row: OrderRow) -> Json:
    items, whole = row.cart.items.items(), usd(total(row.cart))
    return {
        "id": base64.b64encode(row.number.encode()).decode(),
        "number": row.number,
        "order_date": "2026-11-29 10:00:00",
        "status": "Pending",
        "email": row.cart.email,
        "token": "guest-token",
        "is_virtual": False,
        "carrier": "Flat Rate",
        "shipping_method": "Flat Rate - Fixed",
        "items": [
            {
                "__typename": "OrderItem",
                "id": uid,
                "product_name": sku.title(),
                "product_sku": sku,
                "product_sale_price": usd(PRICES[sku]),
                "quantity_ordered": quantity,
                "quantity_invoiced": 0,
            }
            for uid, (sku, quantity) in items
        ],
        "total": {
            "base_grand_total": whole,
            "grand_total": whole,
            "grand_total_excl_tax": whole,
            "subtotal": usd(subtotal(row.cart)),
            "subtotal_excl_tax": usd(subtotal(row.cart)),
            "subtotal_incl_tax": usd(subtotal(row.cart)),
            "discounts": [],
            "taxes": [],
            "total_shipping": usd(SHIPPING if row.cart.is_shipped else 0),
            "total_tax": usd(0),
            "shipping_handling": {"total_amount": usd(SHIPPING)},
        },
        "payment_methods": [{"name": "Check / Money order", "type": "checkmo"}],
        "applied_coupons": [],
        "invoices": [],
    }


def customer(shop: Shop, customer_id: str, version: str) -> Json:
    """Up to 2.4.8 the storefront is not told a customer's id; from 2.4.9 it is, in base64."""
    orders = [order(row) for row in shop.orders if row.customer == customer_id]
    in_base64 = base64.b64encode(customer_id.encode()).decode()
    address = {"firstname": "Ada", "lastname": "Lovelace", "city": "London", "country_code": "GB"}
    return {
        **CUSTOMERS[customer_id],
        "id": in_base64 if version == "2.4.9" else None,
        "created_at": "2026-01-01 09:00:00",
        "is_subscribed": False,
        "addresses": [
            {**address, "id": 4, "street": ["12 St James's Square"], "default_billing": True}
        ],
        "custom_attributes": [{"__typename": "AttributeValue", "code": "loyal", "value": "yes"}],
        "orders": lambda _info, **asked: _orders(orders, asked),
        "wishlists": [{"id": "1", "items_count": 0}],
        "reviews": {"page_info": page(0)},
    }


def _orders(orders: list[Json], asked: Json) -> Json:
    wanted = ((asked.get("filter") or {}).get("number") or {}).get("eq")
    found = [each for each in orders if wanted in (None, each["number"])]
    return {"items": found, "page_info": page(len(found)), "total_count": len(found)}
