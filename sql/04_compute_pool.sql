-- Run by:   ACCOUNTADMIN
-- Creates:  compute pool API_POOL
-- Costs:    0.06 credits per hour for every node, whether or not anybody calls the API, for as long as a service runs (the
--           rate of CPU_X64_XS; docs/deployment.md). Ten minutes after the last service is suspended the pool stops

USE ROLE ACCOUNTADMIN;

-- CPU_X64_XS (1 CPU, 6 GiB) exists on every cloud; on AWS GEN_X64_G2_2 is its successor. An instance of a service asks for
-- 0.5 to 0.7 CPU, so each has a node of its own; the outlet of 06b and the cache of 06d fit beside one. Five nodes: 06b and
-- 06c at once, and one to spare. Idle ones are given back
CREATE COMPUTE POOL IF NOT EXISTS API_POOL
  MIN_NODES = 1
  MAX_NODES = 5
  INSTANCE_FAMILY = CPU_X64_XS
  AUTO_RESUME = TRUE
  INITIALLY_SUSPENDED = TRUE
  AUTO_SUSPEND_SECS = 600;

GRANT USAGE, MONITOR ON COMPUTE POOL API_POOL TO ROLE DATA_API_ROLE;

DESCRIBE COMPUTE POOL API_POOL;
