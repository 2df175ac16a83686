-- Run by:   ACCOUNTADMIN
-- Creates:  secret API.PRIVATE.VALKEY_PASSWORD, which lets the API into the cache that its instances share
-- Costs:    seconds of the warehouse
-- Nobody sees the password: it is made here, of two random UUIDs, and read by the services alone. Run again it keeps the
-- one that is there. For a new one: DROP SECRET API.PRIVATE.VALKEY_PASSWORD, this script, 11i, then 11g or 11h.

USE ROLE ACCOUNTADMIN;
USE WAREHOUSE DATA_API_WH;

-- CREATE SECRET takes no expression. What is written here, and so in the query history, is not the password
SET NEW_SECRET = (SELECT
  'CREATE SECRET IF NOT EXISTS API.PRIVATE.VALKEY_PASSWORD TYPE = GENERIC_STRING SECRET_STRING = '''
  || REPLACE(UUID_STRING() || UUID_STRING(), '-', '') || '''');
EXECUTE IMMEDIATE $NEW_SECRET;
UNSET NEW_SECRET;

GRANT READ ON SECRET API.PRIVATE.VALKEY_PASSWORD TO ROLE DATA_API_ROLE;
