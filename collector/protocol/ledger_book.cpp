#include "collector/protocol/ledger_book.h"
