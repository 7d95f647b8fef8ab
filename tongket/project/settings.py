"""Django's settings. What differs between installations is in `env`."""

from django.utils.functional import SimpleLazyObject

from tongket.project import env

TONGKET_HOME = env.data_home()
TONGKET_SEGMENTS = env.segments_folder(TONGKET_HOME)
DATABASES = env.databases(TONGKET_HOME)
# The command line signs nothing, so the key is made by the first thing that asks for it.
SECRET_KEY = SimpleLazyObject(lambda: env.secret_key(env.data_home()))

DEBUG = False
INSTALLED_APPS = ["tongket.store", "tongket.ledger"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
LANGUAGE_CODE = "vi"
USE_I18N = True
