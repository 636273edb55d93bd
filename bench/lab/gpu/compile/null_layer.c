// A Vulkan layer that makes RADV without a GPU (RADV_FORCE_FAMILY=navi31) usable by Dawn: command buffers, queues and memory do
// nothing, pipelines are compiled by the real compiler (ACO). $ACO_LOG: a line of JSON with the statistics of every compute pipeline
// is added to that file; $ISA_DIR: its assembly is written there as <n>.txt. layer.ts builds and loads it.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vulkan/vk_layer.h>
#include <vulkan/vulkan.h>

#define CALL static VKAPI_ATTR VkResult VKAPI_CALL
#define VOID static VKAPI_ATTR void VKAPI_CALL
typedef const VkAllocationCallbacks *Allocator;
static PFN_vkGetInstanceProcAddr nextGIPA;
static PFN_vkGetDeviceProcAddr nextGDPA;
static VkInstance theInstance;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int number;
#define NEXT(d, name) ((PFN_##name)nextGDPA(d, #name))

#define LINK(Info, type) ({ Info *l = (void *)ci->pNext; while (l->sType != type || l->function != VK_LAYER_LINK_INFO) l = (void *)l->pNext; l; })

CALL ok() { return VK_SUCCESS; }
VOID nothing() {}

CALL CreateInstance(const VkInstanceCreateInfo *ci, Allocator a, VkInstance *out) {
  VkLayerInstanceCreateInfo *l = LINK(VkLayerInstanceCreateInfo, VK_STRUCTURE_TYPE_LOADER_INSTANCE_CREATE_INFO);
  nextGIPA = l->u.pLayerInfo->pfnNextGetInstanceProcAddr;
  l->u.pLayerInfo = l->u.pLayerInfo->pNext;
  VkResult r = ((PFN_vkCreateInstance)nextGIPA(NULL, "vkCreateInstance"))(ci, a, out);
  theInstance = *out;
  return r;
}

CALL CreateDevice(VkPhysicalDevice pd, const VkDeviceCreateInfo *ci, Allocator a, VkDevice *out) {
  VkLayerDeviceCreateInfo *l = LINK(VkLayerDeviceCreateInfo, VK_STRUCTURE_TYPE_LOADER_DEVICE_CREATE_INFO);
  PFN_vkGetInstanceProcAddr gipa = l->u.pLayerInfo->pfnNextGetInstanceProcAddr;
  nextGDPA = l->u.pLayerInfo->pfnNextGetDeviceProcAddr;
  l->u.pLayerInfo = l->u.pLayerInfo->pNext;
  VkDeviceCreateInfo c = *ci;
  const char *extensions[256];
  memcpy(extensions, c.ppEnabledExtensionNames, c.enabledExtensionCount * sizeof *extensions);
  extensions[c.enabledExtensionCount++] = VK_KHR_PIPELINE_EXECUTABLE_PROPERTIES_EXTENSION_NAME;
  c.ppEnabledExtensionNames = extensions;
  VkPhysicalDevicePipelineExecutablePropertiesFeaturesKHR f = {VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PIPELINE_EXECUTABLE_PROPERTIES_FEATURES_KHR, (void *)c.pNext, VK_TRUE};
  c.pNext = &f;
  return ((PFN_vkCreateDevice)gipa(theInstance, "vkCreateDevice"))(pd, &c, a, out);
}

static void describe(VkDevice d, VkPipeline pipeline, FILE *f, int n) {
  VkPipelineInfoKHR info = {VK_STRUCTURE_TYPE_PIPELINE_INFO_KHR, NULL, pipeline};
  VkPipelineExecutablePropertiesKHR p = {VK_STRUCTURE_TYPE_PIPELINE_EXECUTABLE_PROPERTIES_KHR};
  uint32_t count = 1;
  NEXT(d, vkGetPipelineExecutablePropertiesKHR)(d, &info, &count, &p);
  fprintf(f, "{\"n\":%d,\"subgroup\":%u,\"stats\":{", n, p.subgroupSize);
  VkPipelineExecutableInfoKHR e = {VK_STRUCTURE_TYPE_PIPELINE_EXECUTABLE_INFO_KHR, NULL, pipeline, 0};
  VkPipelineExecutableStatisticKHR s[64] = {0};
  for (int k = 0; k < 64; k++) s[k].sType = VK_STRUCTURE_TYPE_PIPELINE_EXECUTABLE_STATISTIC_KHR;
  count = 64;
  NEXT(d, vkGetPipelineExecutableStatisticsKHR)(d, &e, &count, s);
  for (uint32_t k = 0; k < count; k++) {
    fprintf(f, "%s\"%s\":", k ? "," : "", s[k].name);
    if (s[k].format == VK_PIPELINE_EXECUTABLE_STATISTIC_FORMAT_FLOAT64_KHR) fprintf(f, "%g", s[k].value.f64);
    else fprintf(f, "%llu", (unsigned long long)s[k].value.u64);
  }
  fprintf(f, "}}\n");
  if (!getenv("ISA_DIR")) return;
  VkPipelineExecutableInternalRepresentationKHR q[16] = {0};
  for (int k = 0; k < 16; k++) q[k].sType = VK_STRUCTURE_TYPE_PIPELINE_EXECUTABLE_INTERNAL_REPRESENTATION_KHR;
  count = 16;
  NEXT(d, vkGetPipelineExecutableInternalRepresentationsKHR)(d, &e, &count, q);
  for (uint32_t k = 0; k < count; k++) q[k].pData = malloc(q[k].dataSize + 1);
  NEXT(d, vkGetPipelineExecutableInternalRepresentationsKHR)(d, &e, &count, q);
  char name[4096];
  snprintf(name, sizeof name, "%s/%04d.txt", getenv("ISA_DIR"), n);
  FILE *o = fopen(name, "wb");
  for (uint32_t k = 0; k < count; k++) {
    if (o && q[k].isText && strstr(q[k].name, "ssembly")) fprintf(o, "== %s\n%s\n", q[k].name, (char *)q[k].pData);
    free(q[k].pData);
  }
  if (o) fclose(o);
}

CALL CreateComputePipelines(VkDevice d, VkPipelineCache cache, uint32_t count, const VkComputePipelineCreateInfo *ci, Allocator a, VkPipeline *out) {
  VkComputePipelineCreateInfo *c = malloc(count * sizeof *c);
  memcpy(c, ci, count * sizeof *c);
  for (uint32_t i = 0; i < count; i++) c[i].flags |= VK_PIPELINE_CREATE_CAPTURE_STATISTICS_BIT_KHR | VK_PIPELINE_CREATE_CAPTURE_INTERNAL_REPRESENTATIONS_BIT_KHR;
  VkResult r = NEXT(d, vkCreateComputePipelines)(d, VK_NULL_HANDLE, count, c, a, out);
  free(c);
  pthread_mutex_lock(&lock);
  FILE *f = getenv("ACO_LOG") ? fopen(getenv("ACO_LOG"), "a") : NULL;
  for (uint32_t i = 0; i < count && r == VK_SUCCESS; i++, number++) if (f) describe(d, out[i], f, number);
  if (f) fclose(f);
  pthread_mutex_unlock(&lock);
  return r;
}

// Objects without contents, and memory that is allocated when it is mapped.
static uint64_t handles = 0x1000;
#define CREATE(name, Type) CALL name(VkDevice d, const void *i, Allocator a, Type *out) { *out = (Type)(handles++); return VK_SUCCESS; }
CREATE(CreateFence, VkFence)
CREATE(CreateSemaphore, VkSemaphore)
CREATE(CreatePool, VkDescriptorPool)
CALL AllocateSets(VkDevice d, const VkDescriptorSetAllocateInfo *i, VkDescriptorSet *out) {
  for (uint32_t k = 0; k < i->descriptorSetCount; k++) out[k] = (VkDescriptorSet)(handles++);
  return VK_SUCCESS;
}
typedef struct { void *p; VkDeviceSize size; } Memory;
CALL AllocateMemory(VkDevice d, const VkMemoryAllocateInfo *i, Allocator a, VkDeviceMemory *out) {
  Memory *m = calloc(1, sizeof *m);
  m->size = i->allocationSize;
  *out = (VkDeviceMemory)m;
  return VK_SUCCESS;
}
VOID FreeMemory(VkDevice d, VkDeviceMemory memory, Allocator a) {
  Memory *m = (Memory *)memory;
  if (m) free(m->p);
  free(m);
}
CALL MapMemory(VkDevice d, VkDeviceMemory memory, VkDeviceSize offset, VkDeviceSize s, VkMemoryMapFlags f, void **p) {
  Memory *m = (Memory *)memory;
  if (!m->p) m->p = calloc(1, m->size);
  *p = (char *)m->p + offset;
  return VK_SUCCESS;
}
VOID MemoryProperties(VkPhysicalDevice d, VkPhysicalDeviceMemoryProperties *p) {
  memset(p, 0, sizeof *p);
  p->memoryTypeCount = p->memoryHeapCount = 1;
  p->memoryTypes[0].propertyFlags = 15;  // local, visible, coherent, cached
  p->memoryHeaps[0].size = 128ull << 30;
  p->memoryHeaps[0].flags = VK_MEMORY_HEAP_DEVICE_LOCAL_BIT;
}
VOID MemoryProperties2(VkPhysicalDevice d, VkPhysicalDeviceMemoryProperties2 *p) { MemoryProperties(d, &p->memoryProperties); }
VOID Requirements(VkDevice d, VkBuffer b, VkMemoryRequirements *r) { NEXT(d, vkGetBufferMemoryRequirements)(d, b, r); r->memoryTypeBits = 1; }
VOID Requirements2(VkDevice d, const VkBufferMemoryRequirementsInfo2 *b, VkMemoryRequirements2 *r) { NEXT(d, vkGetBufferMemoryRequirements2)(d, b, r); r->memoryRequirements.memoryTypeBits = 1; }
CALL QueryResults(VkDevice d, VkQueryPool q, uint32_t a, uint32_t b, size_t n, void *p, VkDeviceSize s, VkQueryResultFlags f) { memset(p, 0, n); return VK_SUCCESS; }
CALL SemaphoreValue(VkDevice d, VkSemaphore s, uint64_t *v) { *v = 1ull << 40; return VK_SUCCESS; }

static VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL GetDeviceProcAddr(VkDevice d, const char *n);
static VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL GetInstanceProcAddr(VkInstance i, const char *n);
// Names without "vk"; promoted functions have another name with KHR. Those that start like one of DONE do nothing and succeed.
static const struct { const char *name; void *f; } OF_DEVICE[] = {
  {"GetDeviceProcAddr", GetDeviceProcAddr}, {"CreateComputePipelines", CreateComputePipelines}, {"AllocateMemory", AllocateMemory}, {"FreeMemory", FreeMemory}, {"MapMemory", MapMemory},
  {"UnmapMemory", nothing}, {"GetBufferMemoryRequirements", Requirements}, {"GetBufferMemoryRequirements2", Requirements2}, {"CreateFence", CreateFence}, {"DestroyFence", nothing},
  {"CreateSemaphore", CreateSemaphore}, {"DestroySemaphore", nothing}, {"GetSemaphoreCounterValue", SemaphoreValue}, {"CreateDescriptorPool", CreatePool}, {"DestroyDescriptorPool", nothing},
  {"AllocateDescriptorSets", AllocateSets}, {"UpdateDescriptorSets", nothing}, {"UpdateDescriptorSetWithTemplate", nothing}, {"GetQueryPoolResults", QueryResults}, {0}};
static const char *DONE[] = {"Cmd", "Queue", "Wait", "DeviceWait", "Reset", "Begin", "End", "Flush", "Invalidate", "Bind", "FreeDescriptorSets", "GetFenceStatus", NULL};
static const struct { const char *name; void *f; } OF_INSTANCE[] = {
  {"GetInstanceProcAddr", GetInstanceProcAddr}, {"GetDeviceProcAddr", GetDeviceProcAddr}, {"CreateInstance", CreateInstance}, {"CreateDevice", CreateDevice},
  {"GetPhysicalDeviceMemoryProperties", MemoryProperties}, {"GetPhysicalDeviceMemoryProperties2", MemoryProperties2}, {0}};
static int same(const char *n, const char *name) { size_t l = strlen(name); return !strncmp(n + 2, name, l) && (!n[l + 2] || !strcmp(n + l + 2, "KHR")); }

static VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL GetDeviceProcAddr(VkDevice d, const char *n) {
  for (int i = 0; OF_DEVICE[i].name; i++) if (same(n, OF_DEVICE[i].name)) return OF_DEVICE[i].f;
  for (int i = 0; DONE[i]; i++) if (!strncmp(n + 2, DONE[i], strlen(DONE[i]))) return (void *)ok;
  return nextGDPA(d, n);
}
static VKAPI_ATTR PFN_vkVoidFunction VKAPI_CALL GetInstanceProcAddr(VkInstance i, const char *n) {
  for (int k = 0; OF_INSTANCE[k].name; k++) if (same(n, OF_INSTANCE[k].name)) return OF_INSTANCE[k].f;
  return nextGIPA ? nextGIPA(i, n) : NULL;
}
VKAPI_ATTR VkResult VKAPI_CALL vkNegotiateLoaderLayerInterfaceVersion(VkNegotiateLayerInterface *p) {
  p->loaderLayerInterfaceVersion = 2;
  p->pfnGetInstanceProcAddr = GetInstanceProcAddr;
  p->pfnGetDeviceProcAddr = GetDeviceProcAddr;
  p->pfnGetPhysicalDeviceProcAddr = NULL;
  return VK_SUCCESS;
}
