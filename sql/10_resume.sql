-- Run by:   DATA_API_ROLE
-- Creates:  nothing; starts every service again, with the very images it had before
-- Costs:    nodes of API_POOL until 09_suspend.sql
-- An outlet enrolls again as it starts: if its ticket has expired, run 05b_ockam_ticket.sql with a new one first

USE ROLE DATA_API_ROLE;

ALTER SERVICE IF EXISTS API.PRIVATE.VALKEY RESUME;
ALTER SERVICE IF EXISTS API.PUBLIC.VALKEY RESUME;
ALTER SERVICE IF EXISTS API.PRIVATE.API RESUME;
ALTER SERVICE IF EXISTS API.PRIVATE.API_OCKAM_OUTLET RESUME;
ALTER SERVICE IF EXISTS API.PUBLIC.API RESUME;
