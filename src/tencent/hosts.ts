interface RegionHosts {
  readonly primary: string;
  /** Tokyo has none that is documented. */
  readonly backup?: string;
}

/** The vendor's REST hosts. The host must be that of the SDKAppID's own region. */
export const regionHosts = {
  china: { primary: 'https://console.tim.qq.com', backup: 'https://adminapi.my-imcloud.com' },
  singapore: {
    primary: 'https://adminapisgp.im.qcloud.com',
    backup: 'https://adminapisgp.my-imcloud.com',
  },
  seoul: {
    primary: 'https://adminapikr.im.qcloud.com',
    backup: 'https://adminapikr.my-imcloud.com',
  },
  tokyo: { primary: 'https://adminapijpn.im.qcloud.com' },
  frankfurt: {
    primary: 'https://adminapiger.im.qcloud.com',
    backup: 'https://adminapiger.my-imcloud.com',
  },
  'silicon-valley': {
    primary: 'https://adminapiusa.im.qcloud.com',
    backup: 'https://adminapiusa.my-imcloud.com',
  },
  jakarta: {
    primary: 'https://adminapiidn.im.qcloud.com',
    backup: 'https://adminapiidn.my-imcloud.com',
  },
} as const satisfies Record<string, RegionHosts>;

export type Region = keyof typeof regionHosts;

export const regions = Object.keys(regionHosts) as [Region, ...Region[]];
