-- Run by:   DATA_API_ROLE
-- Creates:  nothing; moves service API.PUBLIC.API to another image, as created by 06c, and lets in only callers whom 05e names
-- Costs:    nothing more. Instances are replaced one at a time, and the other one answers meanwhile
-- Fill in:  image_tag        the tag to run
--           authentication   keys, or ingress, or ingress,keys
-- Before:   05e; image pushed; a changed spec copied to @API.PRIVATE.SPECS
-- After 11c it also begins to ask who calls. 11c, 11d, 11f and 11h end that: all whom ingress lets in may call again.
-- A service keeps the image that its tag meant when it was created, through restarts and resumes, even if the tag has
-- moved since. Only this gives it a new one. The way back is the same script with the tag before.

USE ROLE DATA_API_ROLE;

ALTER SERVICE API.PUBLIC.API
  FROM @API.PRIVATE.SPECS
  SPECIFICATION_TEMPLATE_FILE = 'public-api-callers.yaml'
  USING (image => '"/api/private/api/data-api:<% image_tag %>"', warehouse => '"DATA_API_WH"', authentication => '"<% authentication %>"');

SHOW SERVICE INSTANCES IN SERVICE API.PUBLIC.API;
