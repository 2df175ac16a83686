-- Run by:   DATA_API_ROLE
-- Creates:  nothing; moves service API.PRIVATE.API to another image, as created by 06a
-- Costs:    an instance more while old and new change over, one instance at a time
-- Fill in:  image_tag   the tag to run
-- Before:   image pushed; a changed spec copied to @API.PRIVATE.SPECS (see README.md)
-- A service keeps the image that its tag meant when it was created, through restarts and resumes, even if the tag has
-- moved since. Only this gives it a new one. The way back is the same script with the tag before.

USE ROLE DATA_API_ROLE;

ALTER SERVICE API.PRIVATE.API
  FROM @API.PRIVATE.SPECS
  SPECIFICATION_TEMPLATE_FILE = 'private-api.yaml'
  USING (image_tag => '<% image_tag %>', warehouse => 'DATA_API_WH');

SHOW SERVICE CONTAINERS IN SERVICE API.PRIVATE.API;
