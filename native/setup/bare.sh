#!/usr/bin/env bash
# bare.sh COMMAND...   runs a command where nothing of the system's Vulkan can be seen: no loader, no driver's description
# bare.sh --needed     exits with 0 where there is something to hide, with 1 where this machine is bare already
#
# Works in its own mount namespace, so that nothing changes outside: root makes one directly, others inside a user
# namespace, if the kernel allows that. Exits with 3, and says why, where Vulkan cannot be hidden.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
DRIVERS=(/etc /etc/xdg /usr/share /usr/local/etc /usr/local/share /usr/local/nvidia/share "${HOME:-/root}/.config" "${HOME:-/root}/.local/share")
LIBRARIES=(/lib /lib64 /usr/lib /usr/lib64 /usr/local/lib /lib/*-linux-gnu /usr/lib/*-linux-gnu)

cannot() {
  echo "bare.sh: $1" >&2
  exit 3
}

# Folders with descriptions of drivers, real paths.
drivers() {
  for folder in "${DRIVERS[@]}"; do
    if [ -n "$(find "$folder/vulkan/icd.d/" -name '*.json' 2>/dev/null)" ]; then realpath "$folder/vulkan"; fi
  done | sort -u
}

# Loaders that the dynamic linker could find, with the real paths of their folders.
loaders() {
  {
    ldconfig -p 2>/dev/null | awk '$1 ~ /^libvulkan\.so/ { print $NF }'
    find "${LIBRARIES[@]}" -maxdepth 1 -name 'libvulkan.so*' 2>/dev/null || true
  } | while read -r file; do if [ -e "$file" ]; then echo "$(realpath "$(dirname "$file")")/$(basename "$file")"; fi; done | sort -u
}

hide() {
  local room driver file folder
  room=$(mktemp -d)
  mount -t tmpfs tmpfs "$room"
  mkdir "$room/nothing"
  drivers | while read -r driver; do mount --bind "$room/nothing" "$driver"; done
  # An overlay takes a name out of a folder with a device 0,0 of that name above it.
  loaders | while read -r file; do
    folder=$room$(dirname "$file")
    mkdir -p "$folder/above" "$folder/work"
    mknod "$folder/above/$(basename "$file")" c 0 0
  done
  loaders | xargs -r -n 1 dirname | sort -u | while read -r folder; do
    mount -t overlay overlay -o "lowerdir=$folder,upperdir=$room$folder/above,workdir=$room$folder/work" "$folder"
  done
}

case ${1:-} in
'')
  echo 'usage: bare.sh --needed | bare.sh COMMAND...' >&2
  exit 2
  ;;
--needed)
  [ -n "$(drivers)$(loaders)" ]
  exit
  ;;
--hidden)
  shift
  # Check what is visible now, whatever the kernel refused.
  hide || true
  left=$(drivers && loaders)
  [ -z "$left" ] || cannot "this kernel does not let $(id -un) hide $(echo $left)"
  exec env -u VK_DRIVER_FILES -u VK_ICD_FILENAMES -u VK_ADD_DRIVER_FILES -u LD_LIBRARY_PATH "$@"
  ;;
*)
  how=(unshare --mount)
  [ "$(id -u)" = 0 ] || how+=(--user --map-root-user)
  "${how[@]}" true 2>/dev/null || cannot "no namespace can be made here; it takes root, or a kernel that gives user namespaces to $(id -un)"
  exec "${how[@]}" "$0" --hidden "$@"
  ;;
esac
