-- Run by:   ACCOUNTADMIN
-- Creates:  user SVC_DATA_API, who signs in with a key pair and may do nothing but call the public API
-- Costs:    nothing
-- Fill in:  public_key   the public key without its first and last line and without line breaks. A key pair:
--                          openssl genrsa 2048 | openssl pkcs8 -topk8 -inform PEM -out rsa_key.p8 -nocrypt
--                          openssl rsa -in rsa_key.p8 -pubout -out rsa_key.pub
--           Run it again with a new key to replace the old one.
-- The role to ask a token for is DATA_API_CALLER_ROLE, the only one that this user has.

USE ROLE ACCOUNTADMIN;

CREATE USER IF NOT EXISTS SVC_DATA_API
  TYPE = SERVICE
  DEFAULT_ROLE = DATA_API_CALLER_ROLE;
ALTER USER SVC_DATA_API SET RSA_PUBLIC_KEY = '<% public_key %>';
GRANT ROLE DATA_API_CALLER_ROLE TO USER SVC_DATA_API;
