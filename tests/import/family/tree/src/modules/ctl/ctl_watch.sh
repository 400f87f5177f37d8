#!/bin/sh
exec xcmd list
