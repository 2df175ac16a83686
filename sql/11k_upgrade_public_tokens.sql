-- Run by:   DATA_API_ROLE
-- Creates:  nothing; moves service API.PUBLIC.API to another image, as created by 06c, and lets in only callers with a token of
--           an issuer
-- Costs:    nothing more. Instances are replaced one at a time, and the other one answers meanwhile
-- Fill in:  image_tag      the tag to run
--           token_issuer   such as https://login.example.com
-- Before:   05f; image pushed; a changed spec copied to @API.PRIVATE.SPECS
-- After 11c it also begins to ask who calls. 11c, 11d, 11f and 11h end that: all whom ingress lets in may call again.
-- A service keeps the image that its tag meant when it was created, through restarts and resumes, even if the tag has
-- moved since. Only this gives it a new one. The way back is the same script with the tag before.

USE ROLE DATA_API_ROLE;

ALTER SERVICE API.PUBLIC.API SET EXTERNAL_ACCESS_INTEGRATIONS = (DATA_API_ISSUER);

ALTER SERVICE API.PUBLIC.API
  FROM @API.PRIVATE.SPECS
  SPECIFICATION_TEMPLATE_FILE = 'public-api-tokens.yaml'
  USING (image => '"/api/private/api/data-api:<% image_tag %>"', warehouse => '"DATA_API_WH"', issuer => '"<% token_issuer %>"');

SHOW SERVICE INSTANCES IN SERVICE API.PUBLIC.API;
