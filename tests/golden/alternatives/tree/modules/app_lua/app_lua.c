int exports;
