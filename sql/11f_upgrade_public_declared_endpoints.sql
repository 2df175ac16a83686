-- Run by:   DATA_API_ROLE
-- Creates:  nothing; moves service API.PUBLIC.API to another image, as created by 06c, and lets it serve the endpoints that
--           endpoints.yaml on @API.PRIVATE.SPECS declares
-- Costs:    nothing more. Instances are replaced one at a time, and the other one answers meanwhile
-- Fill in:  image_tag   the tag to run
-- Before:   03c or 03d, or the tables of your own file; image pushed, endpoints.yaml and a changed spec copied to
--           @API.PRIVATE.SPECS (sql/deploy does both, and runs this script)
-- After 11c it also adds the declared endpoints. 11c takes them away, 11d and 11h too.
-- A service keeps the image that its tag meant when it was created, through restarts and resumes, even if the tag has
-- moved since. Only this gives it a new one. The way back is the same script with the tag before.
-- The file is read at each start: what lies on the stage then counts, also when Snowflake restarts an instance by itself.

USE ROLE DATA_API_ROLE;

ALTER SERVICE API.PUBLIC.API
  FROM @API.PRIVATE.SPECS
  SPECIFICATION_TEMPLATE_FILE = 'public-api-declared-endpoints.yaml'
  USING (image => '"/api/private/api/data-api:<% image_tag %>"', warehouse => '"DATA_API_WH"');

SHOW SERVICE INSTANCES IN SERVICE API.PUBLIC.API;
