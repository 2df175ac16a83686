-- Run by:   DATA_API_ROLE
-- Creates:  nothing; stops every service. Ten minutes later API_POOL stops by itself
-- Costs:    nothing from then on but storage
-- The public service wakes at the next request through the ingress. To keep it asleep:
-- ALTER SERVICE API.PUBLIC.API SET AUTO_RESUME = FALSE

USE ROLE DATA_API_ROLE;

ALTER SERVICE IF EXISTS API.PUBLIC.API SUSPEND;
ALTER SERVICE IF EXISTS API.PRIVATE.API_OCKAM_OUTLET SUSPEND;
ALTER SERVICE IF EXISTS API.PRIVATE.API SUSPEND;
