-- Run by:   ACCOUNTADMIN
-- Creates:  compute pool API_POOL
-- Costs:    credits for every hour of every node, whether or not anybody calls the API, for as long as a service runs;
--           ten minutes after the last service is suspended the pool stops

USE ROLE ACCOUNTADMIN;

-- CPU_X64_XS (1 CPU, 6 GiB) exists on every cloud; on AWS GEN_X64_G2_2 is its successor. One service's containers ask for
-- less than one CPU together. Three nodes: the private service, the public one, and one to spare during an upgrade.
CREATE COMPUTE POOL IF NOT EXISTS API_POOL
  MIN_NODES = 1
  MAX_NODES = 3
  INSTANCE_FAMILY = CPU_X64_XS
  AUTO_RESUME = TRUE
  INITIALLY_SUSPENDED = TRUE
  AUTO_SUSPEND_SECS = 600;

GRANT USAGE, MONITOR ON COMPUTE POOL API_POOL TO ROLE DATA_API_ROLE;

DESCRIBE COMPUTE POOL API_POOL;
