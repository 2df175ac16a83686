-- Run by:   ACCOUNTADMIN
-- Creates:  warehouse DATA_API_WH; DATA_API_ROLE, which owns and runs the services; DATA_API_DEPLOYER_ROLE, which may push
--           images as well; DATA_API_CALLER_ROLE, which may only call the API; the sample database, where the account
--           lacks it
-- Costs:    1 credit per hour while the warehouse runs; it stops after five minutes without a query

USE ROLE ACCOUNTADMIN;

-- Five minutes and not less: a warehouse that has just started answers its first look-ups slowly
CREATE WAREHOUSE IF NOT EXISTS DATA_API_WH
  WAREHOUSE_SIZE = 'XSMALL'
  AUTO_SUSPEND = 300
  AUTO_RESUME = TRUE
  INITIALLY_SUSPENDED = TRUE;

CREATE ROLE IF NOT EXISTS DATA_API_ROLE;
CREATE ROLE IF NOT EXISTS DATA_API_DEPLOYER_ROLE;
CREATE ROLE IF NOT EXISTS DATA_API_CALLER_ROLE;

-- A service cannot be owned by ACCOUNTADMIN; through SYSADMIN administrators can still take the role on. Pushing is a
-- role of its own, because a service runs with its owner's role and must not be able to replace its own image
GRANT ROLE DATA_API_ROLE TO ROLE DATA_API_DEPLOYER_ROLE;
GRANT ROLE DATA_API_DEPLOYER_ROLE TO ROLE SYSADMIN;
GRANT ROLE DATA_API_CALLER_ROLE TO ROLE SYSADMIN;

GRANT USAGE ON WAREHOUSE DATA_API_WH TO ROLE DATA_API_ROLE;

CREATE DATABASE IF NOT EXISTS SNOWFLAKE_SAMPLE_DATA FROM SHARE SFC_SAMPLES.SAMPLE_DATA;
GRANT IMPORTED PRIVILEGES ON DATABASE SNOWFLAKE_SAMPLE_DATA TO ROLE DATA_API_ROLE;
